import type { WireResponse } from '../../wire/http.ts';
import { checkTemplate, mapped, render } from '../render.ts';
import type { Variables } from '../render.ts';
import { mapAt, refuse, textsOf } from './document.ts';
import type { DocumentPart } from './document.ts';

/** An answer that stands in the document: of a mock integration, or of the gateway instead of its own. */
export interface WrittenResponse {
  readonly statusCode: number | undefined;
  /** Lower-case header name to mapping expression: `'text'` or `context.requestId`. */
  readonly headers: readonly (readonly [name: string, expression: string])[];
  readonly mediaType: string;
  readonly template: string | undefined;
}

/** Reads a written response, whose headers are called `<prefix><name>`. */
export function parseWrittenResponse(part: DocumentPart, prefix: string): WrittenResponse {
  const { statusCode } = part.value;
  const headers = Object.entries(textsOf(mapAt(part, 'responseParameters'))).map(([name, value]) => {
    if (name.startsWith(prefix)) return [name.slice(prefix.length).toLowerCase(), value] as const;
    throw refuse(`${part.at}.responseParameters.${name}`, 'only headers are supported by the sandbox');
  });
  const templates = textsOf(mapAt(part, 'responseTemplates'));
  for (const [type, template] of Object.entries(templates)) {
    checkTemplate(template, `${part.at}.responseTemplates.${type}`);
  }
  const json = 'application/json';
  const mediaType = json in templates ? json : (Object.keys(templates)[0] ?? json);
  return {
    statusCode: statusCode === undefined ? undefined : Number(statusCode),
    headers,
    mediaType,
    template: templates[mediaType],
  };
}

/** The answer that a written response stands for; `otherwise` says what it leaves open. */
export function renderResponse(
  { statusCode, headers, mediaType, template }: WrittenResponse,
  variables: Variables,
  otherwise: { readonly status: number; readonly template: string },
): WireResponse {
  const own = headers.flatMap(([name, expression]): [string, string][] => {
    const value = mapped(expression, variables);
    return value === undefined ? [] : [[name, value]];
  });
  return {
    status: statusCode ?? otherwise.status,
    headers: { 'content-type': mediaType, ...Object.fromEntries(own) },
    body: render(template ?? otherwise.template, variables),
  };
}
