import * as z from 'zod';
import { definedIn, isObject } from '../../kernel/json.ts';
import type { Json, JsonObject } from '../../kernel/json.ts';
import { json, shaped } from '../shape.ts';
import { TemplateError } from '../template-error.ts';
import { isMethod, mapPaths } from './path-items.ts';

/** `Cors`: every path without its own OPTIONS method gets one that answers preflights by a mock integration. */
export function withCors(body: JsonObject, cors: Json | undefined, at: string): JsonObject {
  if (cors === undefined) return body;
  const settings = settingsOf(cors, at);
  return mapPaths(body, at, (item) => {
    if ('options' in item) return item;
    const headers = Object.entries(
      definedIn<Json>({
        'Allow-Headers': settings.AllowHeaders,
        'Allow-Methods': settings.AllowMethods ?? `'${allowedMethods(item)}'`,
        'Allow-Origin': settings.AllowOrigin,
        'Max-Age': settings.MaxAge,
        'Allow-Credentials': settings.AllowCredentials ? "'true'" : undefined,
      }),
    );
    return { ...item, options: preflight(headers, body['swagger'] === undefined) };
  });
}

const corsSchema = z.strictObject({
  AllowMethods: json.optional(),
  AllowHeaders: json.optional(),
  AllowOrigin: json.default("'*'"),
  MaxAge: json.optional(),
  AllowCredentials: z.boolean('must be true or false').default(false),
});

function settingsOf(cors: Json, at: string): z.output<typeof corsSchema> {
  const isOrigin =
    typeof cors === 'string' ||
    (isObject(cors) && Object.keys(cors).every((key) => key === 'Ref' || key.startsWith('Fn::')));
  const settings = shaped(corsSchema, isOrigin ? { AllowOrigin: cors } : cors, at);
  if (settings.AllowCredentials && settings.AllowOrigin === "'*'") {
    throw new TemplateError(at, 'AllowCredentials can not be true when AllowOrigin is "\'*\'" or not set');
  }
  return settings;
}

function allowedMethods(item: JsonObject): string {
  const own = Object.keys(item).filter(isMethod);
  const all = own.includes('x-amazon-apigateway-any-method')
    ? ['delete', 'get', 'head', 'options', 'patch', 'post', 'put']
    : [...own, 'options'];
  return all
    .map((method) => method.toUpperCase())
    .sort()
    .join(',');
}

function preflight(headers: readonly [string, Json][], openApi3: boolean): JsonObject {
  const declared = headers.map(([name]) => [
    `Access-Control-${name}`,
    openApi3 ? { schema: { type: 'string' } } : { type: 'string' },
  ]);
  const values = headers.map(([name, value]) => [`method.response.header.Access-Control-${name}`, value]);
  return {
    summary: 'CORS support',
    responses: {
      200: { description: 'Default response for CORS method', headers: Object.fromEntries(declared) },
    },
    'x-amazon-apigateway-integration': {
      type: 'mock',
      requestTemplates: { 'application/json': '{\n  "statusCode" : 200\n}\n' },
      responses: {
        default: {
          statusCode: '200',
          responseParameters: Object.fromEntries(values),
          responseTemplates: { 'application/json': '{}\n' },
        },
      },
    },
  };
}
