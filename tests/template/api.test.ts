import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { at, resource, resourcesOf, short, templateText, type Value } from './load-template.ts';

const api = resource('OrderApi').Properties;
const paths = at(api, 'DefinitionBody.paths') as Record<string, Record<string, Value>>; // asserted below
const routes = Object.entries(paths).flatMap(([path, methods]) =>
  Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
);

describe('the API', () => {
  it('has the routes of the contract, each answered by its function', () => {
    const targets = Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => {
        const integration = at(operation, 'x-amazon-apigateway-integration');
        const target = /\$\{(\w+)\.Arn\}/.exec(short(at(integration, 'uri')))?.[1];
        return `${method} ${path} ${short(at(integration, 'type'))} ${String(target)}`;
      }),
    );
    expect(targets.sort()).toEqual([
      'get /orders aws_proxy OrderRetrievalFunction',
      'get /orders/{id} aws_proxy OrderRetrievalFunction',
      'post /orders aws_proxy OrderCreationFunction',
    ]);
  });

  it('has the routes of the published specification, both ways', () => {
    const text = readFileSync(new URL('../../docs/api-specification.yaml', import.meta.url), 'utf8');
    const specification = parse(text) as { paths: Record<string, Record<string, unknown>> }; // checked by its own tests
    const published = Object.entries(specification.paths).flatMap(([path, methods]) =>
      ['get', 'post', 'put', 'patch', 'delete']
        .filter((method) => method in methods)
        .map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(published.sort()).toEqual([...routes].sort());
  });

  it('may invoke a function for each route, and for nothing else', () => {
    const allowed = resourcesOf('AWS::Lambda::Permission')
      .filter(([, each]) => each.Properties['Principal'] === 'apigateway.amazonaws.com')
      .map(([, each]) => /\/\*\/(.*)$/.exec(short(each.Properties['SourceArn']))?.[1]);
    expect(allowed.sort()).toEqual(routes.map((route) => route.replace(' ', '').replace('{id}', '*')).sort());
  });

  it('asks for a key everywhere but on a preflight, and limits its holder', () => {
    expect(at(api, 'Auth.ApiKeyRequired')).toBe(true);
    expect(at(api, 'Auth.AddApiKeyRequiredToCorsPreflight')).toBe(false);
    expect(at(api, 'Auth.UsagePlan.CreateUsagePlan')).toBe('PER_API');
    for (const limit of ['Throttle.RateLimit', 'Throttle.BurstLimit', 'Quota.Limit']) {
      expect(at(api, `Auth.UsagePlan.${limit}`), limit).toHaveProperty('Ref');
    }
    expect(at(api, 'MethodSettings.0')).toMatchObject({
      ThrottlingRateLimit: { Ref: 'ApiRateLimit' },
      ThrottlingBurstLimit: { Ref: 'ApiBurstLimit' },
    });
  });

  it('is one stage called prod, traced', () => {
    expect(at(api, 'StageName')).toBe('prod');
    expect(at(api, 'OpenApiVersion')).toBe('3.0.1');
    expect(at(api, 'TracingEnabled')).toBe(true);
  });

  it('lets one stated origin in, without credentials', () => {
    expect(at(api, 'Cors.AllowOrigin')).toEqual({ 'Fn::Sub': "'${CorsAllowOrigin}'" });
    expect(at(api, 'Cors.AllowHeaders')).toBe("'Content-Type,X-API-Key,Idempotency-Key'");
    expect(at(api, 'Cors.AllowCredentials')).toBeUndefined();
  });

  it('checks bodies of any content type against the loose model', () => {
    const post = paths['/orders']?.['post'];
    expect(at(post, 'x-amazon-apigateway-request-validator')).toBe('body');
    expect(at(api, 'DefinitionBody.x-amazon-apigateway-request-validators.body.validateRequestBody')).toBe(
      true,
    );
    const content = at(post, 'requestBody.content');
    expect(Object.keys(content ?? {})).toEqual(['$default']);
    const name = /#\/components\/schemas\/(\w+)/.exec(JSON.stringify(content))?.[1] ?? '';
    expect(at(api, `DefinitionBody.components.schemas.${name}`)).toMatchObject({
      type: 'object',
      required: ['customerId', 'items'],
    });
    expect(templateText).toMatch(
      /# generated:order-request-model:begin\n[^]+# generated:order-request-model:end\n/,
    );
  });
});

describe('an answer of the gateway itself', () => {
  const responses = Object.entries(at(api, 'GatewayResponses') ?? {}) as [string, Value][]; // an object in YAML

  it('exists for everything that it may refuse', () => {
    expect(
      responses.map(([type, value]) => `${type} ${short(at(value, 'StatusCode') ?? 'own')}`).sort(),
    ).toEqual([
      'BAD_REQUEST_BODY 400',
      'DEFAULT_4XX own',
      'DEFAULT_5XX own',
      'INTEGRATION_FAILURE 503',
      'INTEGRATION_TIMEOUT 503',
      'INVALID_API_KEY 403',
      'MISSING_AUTHENTICATION_TOKEN 403',
      'QUOTA_EXCEEDED 429',
      'REQUEST_TOO_LARGE 413',
      'THROTTLED 429',
    ]);
  });

  it.each(responses)('%s is JSON like every other error, and readable across origins', (_, value) => {
    const headers = at(value, 'ResponseParameters.Headers');
    expect(at(headers, 'Access-Control-Allow-Origin')).toEqual({ 'Fn::Sub': "'${CorsAllowOrigin}'" });
    expect(at(headers, 'Access-Control-Expose-Headers')).toBe("'Location,Idempotent-Replayed,Retry-After'");
    const body = short(at(value, 'ResponseTemplates.application/json'))
      .replace('$context.error.messageString', '"a message"')
      .replace('$context.requestId', 'an id');
    expect(Object.keys(JSON.parse(body) as object)).toEqual(['error', 'message', 'requestId']);
  });

  it('to a broken body names all that may be wrong with it, for the gateway has one sentence only', () => {
    const body = short(at(api, 'GatewayResponses.BAD_REQUEST_BODY.ResponseTemplates.application/json'));
    for (const word of ['JSON', 'customerId', 'items', 'type']) expect(body).toContain(word);
  });

  it.each(['THROTTLED', 'QUOTA_EXCEEDED', 'INTEGRATION_FAILURE', 'INTEGRATION_TIMEOUT'])(
    '%s says when to come back',
    (type) => {
      const headers = at(api, `GatewayResponses.${type}.ResponseParameters.Headers`);
      expect(at(headers, 'Retry-After')).toMatch(/^'\d+'$/);
    },
  );
});

describe('the access log', () => {
  const format = short(at(api, 'AccessLogSetting.Format'));

  it('is JSON with request id, status and latency', () => {
    expect(JSON.parse(format)).toMatchObject({
      requestId: '$context.requestId',
      status: '$context.status',
      latencyMs: '$context.responseLatency',
    });
  });

  it('holds no key, body, path value or query', () => {
    expect(format).not.toMatch(/identity|apiKey|\$input|\$context\.path"|querystring|authorizer/i);
    expect(at(api, 'MethodSettings.0.DataTraceEnabled')).toBe(false);
  });
});
