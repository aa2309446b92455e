import * as z from 'zod';
import type { WireResponse } from '../../wire/http.ts';
import { mapped, render, templateText, text } from '../render.ts';
import type { Variables } from '../render.ts';

/** An answer that stands in the document: of a mock integration, or of the gateway instead of its own. */
export interface WrittenResponse {
  readonly statusCode: number | undefined;
  /** Lower-case header name to mapping expression: `'text'` or `context.requestId`. */
  readonly headers: readonly (readonly [name: string, expression: string])[];
  readonly mediaType: string;
  readonly template: string | undefined;
}

/** A written response, whose headers are called `<prefix><name>`. */
export function writtenResponse(prefix: string): z.ZodType<WrittenResponse> {
  const parameters = z.record(z.string(), text).superRefine((given, { addIssue }) => {
    for (const name of Object.keys(given)) {
      if (!name.startsWith(prefix)) {
        addIssue({ code: 'custom', path: [name], message: 'only headers are supported by the sandbox' });
      }
    }
  });
  const written = z.looseObject({
    statusCode: z.coerce.number().optional(),
    responseParameters: parameters.default({}),
    responseTemplates: z.record(z.string(), templateText).default({}),
  });
  return written.transform(({ statusCode, responseParameters, responseTemplates: templates }) => {
    const json = 'application/json';
    const mediaType = json in templates ? json : (Object.keys(templates)[0] ?? json);
    const headers = Object.entries(responseParameters).map(
      ([name, expression]) => [name.slice(prefix.length).toLowerCase(), expression] as const,
    );
    return { statusCode, headers, mediaType, template: templates[mediaType] };
  });
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
