import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../kernel/json.ts';
import { lambdaMethod } from '../testing.ts';
import { parseDefinition } from './parse-definition.ts';

const integration = (more: JsonObject): JsonObject => ({
  paths: { '/a': { get: { 'x-amazon-apigateway-integration': more } } },
});
const get = (more: JsonObject): JsonObject => ({ paths: { '/a': { get: lambdaMethod(more) } } });

describe('what the sandbox does not serve is refused by its path', () => {
  test.each<[JsonObject, string]>([
    [
      integration({ type: 'http_proxy' }),
      'Body.paths./a.get.x-amazon-apigateway-integration.type: http_proxy',
    ],
    [
      integration({ type: 'aws_proxy', httpMethod: 'POST', uri: 'arn:x' }),
      'integration.uri: must name a Lambda',
    ],
    [integration({ type: 'mock', cacheKeyParameters: [] }), 'integration.cacheKeyParameters: not supported'],
    [
      integration({ type: 'mock', requestTemplates: { 'application/json': '$input' } }),
      'must be JSON with a statusCode',
    ],
    [{ paths: { '/a': { get: {} } } }, 'integration.type: undefined is not supported'],
    [get({ security: [{ auth: [] }] }), 'Body.paths./a.get.security: auth is no API key'],
    [get({ 'x-amazon-apigateway-auth': {} }), 'Body.paths./a.get.x-amazon-apigateway-auth: not supported'],
    [get({ 'x-amazon-apigateway-request-validator': 'v' }), 'there is no validator v'],
    [{ ...get({}), 'x-amazon-apigateway-policy': {} }, 'Body.x-amazon-apigateway-policy: not supported'],
    [
      { ...get({}), 'x-amazon-apigateway-gateway-responses': { NOPE: {} } },
      'NOPE: is no type of gateway response',
    ],
    [
      {
        ...get({}),
        'x-amazon-apigateway-gateway-responses': { THROTTLED: { responseTemplates: { a: '#if(1)' } } },
      },
      'THROTTLED.responseTemplates.a: #if is not supported',
    ],
    [{ paths: { '/a': [] } }, 'Body.paths./a: must be a map'],
    [
      { ...get({}), 'x-amazon-apigateway-request-validators': { v: { validateRequestParameters: true } } },
      'request-validators.v.validateRequestParameters: not supported by the sandbox',
    ],
  ])('%j', (body, message) => {
    expect(() => parseDefinition(body)).toThrow(message);
  });

  test('a schema that refers to nothing', () => {
    const body = {
      'x-amazon-apigateway-request-validators': { v: { validateRequestBody: true } },
      ...get({
        'x-amazon-apigateway-request-validator': 'v',
        requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Nope' } } } },
      }),
    };
    expect(() => parseDefinition(body)).toThrow(
      "requestBody.content.application/json.schema: can't resolve reference",
    );
  });
});

describe('models', () => {
  const validators = { 'x-amazon-apigateway-request-validators': { v: { validateRequestBody: true } } };
  const schema = {
    type: 'object',
    required: ['name'],
    properties: {
      name: { type: 'string', maxLength: 5 },
      part: { $ref: '#/components/schemas/Part' },
      size: { type: 'number', minimum: 0, exclusiveMinimum: true },
      note: { type: 'string', nullable: true, format: 'made-up' },
    },
    example: {},
  };
  const withContent = (content: JsonObject): ReturnType<typeof parseDefinition> =>
    parseDefinition({
      ...validators,
      'x-amazon-apigateway-request-validator': 'v',
      components: { schemas: { Thing: schema, Part: { type: 'integer' } } },
      ...get({ requestBody: { content } }),
    });
  const thing = { schema: { $ref: '#/components/schemas/Thing' } };

  test.each<[string, boolean]>([
    ['{"name":"x"}', true],
    ['{"name":"x","part":1,"size":0.5,"note":null,"more":1}', true],
    ['{"name":"toolong"}', false],
    ['{"name":1}', false],
    ['{"name":"x","part":1.5}', false],
    ['{"name":"x","size":0}', false],
    ['{}', false],
    ['', false],
    ['[]', false],
    ['null', false],
    ['{"name":"x"', false],
    ['{"__proto__":{"name":"x"}}', false],
    ['['.repeat(100_000), false],
  ])('%.40s → %s', (body, expected) => {
    const [method] = withContent({ $default: thing }).methods;
    expect(method?.acceptsBody?.(undefined, body)).toBe(expected);
  });

  test('a body is checked by the model for its type, else by $default, else not at all', () => {
    const [both] = withContent({
      'application/json': thing,
      $default: { schema: { type: 'string' } },
    }).methods;
    expect(both?.acceptsBody?.('Application/JSON', '"text"')).toBe(false);
    expect(both?.acceptsBody?.('text/plain', '"text"')).toBe(true);
    const [json] = withContent({ 'application/json': thing }).methods;
    expect(json?.acceptsBody?.('text/plain', 'anything')).toBe(true);
    expect(json?.acceptsBody?.(undefined, 'anything')).toBe(false);
  });
});
