import * as z from 'zod';

/** What templates and mapping expressions may name: `identity.sourceIp` → value. */
export type Variables = ReadonlyMap<string, string>;

/** Text in a document, where YAML may have made a number of it. */
export const text = z.union([z.string(), z.number(), z.boolean()], 'must be text').transform(String);

/** Text with variables; templates with more than those are refused by name: the sandbox has no Velocity. */
export const templateText = text.superRefine((template, { addIssue }) => {
  const [directive] =
    /#(set|if|elseif|else|end|foreach|macro|include|parse)\b|\$(input|util)\b/.exec(template) ?? [];
  if (directive !== undefined) addIssue(`${directive} is not supported by the sandbox, only $context is`);
});

const variable = /\$(context|stageVariables)\.([A-Za-z0-9_]+(?:\.[A-Za-z0-9_]+)*)/g;

/**
 * A template with its `$context` variables filled in, each made safe for the inside of JSON text: a value with a quote
 * in it can neither end a text nor a line. `error.messageString` is a quoted text already.
 * @param missing what stands for a variable without value
 */
export function render(template: string, variables: Variables, missing = ''): string {
  return template.replaceAll(variable, (_whole, kind: string, name: string) => {
    const value = variables.get(kind === 'context' ? name : `stageVariables.${name}`);
    if (value === undefined) return missing;
    return name === 'error.messageString' ? value : JSON.stringify(value).slice(1, -1);
  });
}

/** A mapping expression of a header: `'text'`, `context.requestId`, `method.request.header.Origin`. */
export function mapped(expression: string, variables: Variables): string | undefined {
  if (expression.startsWith("'") && expression.endsWith("'")) return expression.slice(1, -1);
  // Header values come from requests here: what may not stand in a header is left out.
  return variables.get(expression.replace(/^context\./, ''))?.replaceAll(/[^\t\x20-\x7e\x80-\xff]/g, '');
}
