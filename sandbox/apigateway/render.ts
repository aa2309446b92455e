import { refuse } from './definition/document.ts';

/** What templates and mapping expressions may name: `identity.sourceIp` → value. */
export type Variables = ReadonlyMap<string, string>;

const variable = /\$(context|stageVariables)\.([A-Za-z0-9_]+(?:\.[A-Za-z0-9_]+)*)/g;

/** Refuses templates with more than variables: the sandbox has no Velocity. */
export function checkTemplate(template: string, at: string): void {
  const [directive] =
    /#(set|if|elseif|else|end|foreach|macro|include|parse)\b|\$(input|util)\b/.exec(template) ?? [];
  if (directive !== undefined)
    throw refuse(at, `${directive} is not supported by the sandbox, only $context is`);
}

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
  const [, name] = /^(?:context\.|)(.+)$/.exec(expression) ?? [];
  const value = variables.get(name ?? '');
  // Header values come from requests here: what may not stand in a header is left out.
  return value?.replaceAll(/[^\t\x20-\x7e\x80-\xff]/g, '');
}
