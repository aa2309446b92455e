import { describe, expect, test } from 'vitest';
import { AwsError } from '../kernel/errors.ts';
import { isObject, parseJson } from '../kernel/json.ts';
import type { JsonObject } from '../kernel/json.ts';
import { virtualClock } from '../kernel/virtual-clock.ts';
import { lambdaMethod, testGateway } from './testing.ts';
import type { TestGateway } from './testing.ts';

const key = { security: [{ api_key: [] }] };
const body = {
  paths: {
    '/things': { post: lambdaMethod(key), get: lambdaMethod() },
    '/things/{id}': { get: lambdaMethod({ operationId: 'getThing' }) },
    '/all/{rest+}': { 'x-amazon-apigateway-any-method': lambdaMethod() },
  },
  components: { securitySchemes: { api_key: { type: 'apiKey', name: 'x-api-key', in: 'header' } } },
};

const answering = (result: unknown) => () => Promise.resolve({ payload: JSON.stringify(result) });

function eventOf({ calls }: TestGateway): JsonObject {
  const event = parseJson(calls.at(-1)?.payload ?? '');
  return isObject(event) ? event : {};
}

describe('the proxy event', () => {
  test('is what AWS sends', async () => {
    const clock = virtualClock(Date.parse('2026-11-22T15:40:00Z'));
    const gateway = await testGateway({ body, clock, stage: { Variables: { color: 'blue' } } });
    await gateway.send({
      path: '/prod/things/a%2Fb?x=1&x=2&y=%20&z',
      headers: {},
      rawHeaders: [
        ['Host', '127.0.0.1:3000'],
        ['User-Agent', 'test'],
        ['X-Twice', '1'],
        ['X-Twice', '2'],
        ['Content-Length', '0'],
      ],
      remoteAddress: '127.0.0.9',
    });
    expect(gateway.calls[0]?.functionName).toBe('arn:aws:lambda:us-east-1:000000000000:function:fn');
    expect(eventOf(gateway)).toMatchObject({
      resource: '/things/{id}',
      path: '/things/a%2Fb',
      httpMethod: 'GET',
      headers: {
        Host: '127.0.0.1:3000',
        'User-Agent': 'test',
        'X-Twice': '2',
        'X-Forwarded-For': '127.0.0.9',
        'X-Forwarded-Port': '3000',
        'X-Forwarded-Proto': 'http',
      },
      multiValueHeaders: { 'X-Twice': ['1', '2'], Host: ['127.0.0.1:3000'] },
      queryStringParameters: { x: '2', y: ' ', z: '' },
      multiValueQueryStringParameters: { x: ['1', '2'], y: [' '], z: [''] },
      pathParameters: { id: 'a/b' },
      stageVariables: { color: 'blue' },
      body: null,
      isBase64Encoded: false,
      requestContext: {
        resourcePath: '/things/{id}',
        operationName: 'getThing',
        httpMethod: 'GET',
        path: '/prod/things/a%2Fb',
        accountId: '000000000000',
        protocol: 'HTTP/1.1',
        stage: 'prod',
        requestTime: '22/Nov/2026:15:40:00 +0000',
        requestTimeEpoch: Date.parse('2026-11-22T15:40:00Z'),
        identity: { sourceIp: '127.0.0.9', userAgent: 'test', accessKey: null },
        domainName: '127.0.0.1:3000',
        apiId: expect.stringMatching(/^[a-z0-9]{10}$/),
      },
    });
    expect(eventOf(gateway)['headers']).not.toHaveProperty('Content-Length');
  });

  test('has nulls where there is nothing', async () => {
    const gateway = await testGateway({ body });
    await gateway.send({ path: '/prod/things' });
    expect(eventOf(gateway)).toMatchObject({
      queryStringParameters: null,
      multiValueQueryStringParameters: null,
      pathParameters: null,
      stageVariables: null,
      body: null,
    });
  });

  test('carries binary bodies as base64 where the API says so', async () => {
    const gateway = await testGateway({ body, api: { BinaryMediaTypes: ['image/png'] } });
    const png = Uint8Array.from([137, 80, 78, 71, 255]);
    await gateway.send({
      method: 'PUT',
      path: '/prod/all/x',
      headers: { 'content-type': 'image/png' },
      body: png,
    });
    expect(eventOf(gateway)).toMatchObject({
      body: Buffer.from(png).toString('base64'),
      isBase64Encoded: true,
    });
    await gateway.send({
      method: 'PUT',
      path: '/prod/all/x',
      headers: { 'content-type': 'text/plain' },
      body: Buffer.from('é'),
    });
    expect(eventOf(gateway)).toMatchObject({ body: 'é', isBase64Encoded: false });
  });
});

describe('the answer of a function', () => {
  test('goes back with its status, headers and body', async () => {
    const gateway = await testGateway({
      body,
      invoke: answering({
        statusCode: 201,
        headers: { Location: '/things/1', 'X-Count': 2, Date: 'never', 'Content-Length': '5' },
        multiValueHeaders: { 'Set-Cookie': ['a=1', 'b=2'] },
        body: '{"id":1}',
      }),
    });
    const answer = await gateway.send({ path: '/prod/things' });
    expect(answer).toMatchObject({
      status: 201,
      body: '{"id":1}',
      headers: {
        location: '/things/1',
        'x-count': '2',
        'x-amzn-remapped-date': 'never',
        'set-cookie': ['a=1', 'b=2'],
        'content-type': 'application/json',
        'x-amzn-requestid': expect.stringMatching(/^[0-9a-f-]{36}$/),
      },
    });
    expect(answer.headers).not.toHaveProperty('content-length');
  });

  test('is optional in every member', async () => {
    const gateway = await testGateway({ body, invoke: answering({}) });
    expect(await gateway.send({ path: '/prod/things' })).toMatchObject({ status: 200, body: '' });
  });

  test.each([
    ['no object', '[]'],
    ['no JSON', 'nope'],
    ['null', 'null'],
    ['an unknown member', '{"statusCode":200,"cookies":[]}'],
    ['a status that is none', '{"statusCode":"abc"}'],
    ['a status out of range', '{"statusCode":42}'],
    ['a body that is no text', '{"body":{}}'],
    ['headers that are no map', '{"headers":[]}'],
    ['a header that is no text', '{"headers":{"a":{}}}'],
    ['a header that breaks the line', '{"headers":{"a":"b\\r\\nc: d"}}'],
    ['a header name that is none', '{"headers":{"a b":"c"}}'],
    ['a multi-value header that is no list', '{"multiValueHeaders":{"a":"b"}}'],
  ])('is malformed with %s', async (_what, payload) => {
    const gateway = await testGateway({ body, invoke: () => Promise.resolve({ payload }) });
    expect(await gateway.send({ path: '/prod/things' })).toMatchObject({
      status: 502,
      body: '{"message":"Internal server error"}',
      headers: { 'x-amzn-errortype': 'InternalServerErrorException' },
    });
    expect(gateway.cloud.faults).toEqual([]);
  });

  test('that failed, or could not be had, is a bad gateway', async () => {
    const failing = await testGateway({
      body,
      invoke: () => Promise.resolve({ payload: '{"errorMessage":"secret"}', functionError: 'Unhandled' }),
    });
    expect(await failing.send({ path: '/prod/things' })).toMatchObject({ status: 502 });
    const throttled = await testGateway({
      body,
      invoke: () =>
        Promise.reject(new AwsError('TooManyRequestsException', 'Rate Exceeded.', { status: 429 })),
    });
    expect(await throttled.send({ path: '/prod/things' })).toMatchObject({ status: 502 });
    const large = await testGateway({
      body,
      invoke: () => Promise.reject(new AwsError('RequestTooLargeException', 'too large', { status: 413 })),
    });
    expect(await large.send({ path: '/prod/things' })).toMatchObject({ status: 413 });
  });

  test('that takes 29 seconds is too late', async () => {
    const clock = virtualClock();
    const gateway = await testGateway({ body, clock, invoke: () => new Promise(() => undefined) });
    const answer = gateway.send({ path: '/prod/things' });
    await clock.advance(28_999);
    expect(await Promise.race([answer, Promise.resolve('waiting')])).toBe('waiting');
    await clock.advance(1);
    expect(await answer).toMatchObject({ status: 504, body: '{"message":"Endpoint request timed out"}' });
  });
});

describe('admission', () => {
  test('keys: missing, wrong and doubled ones are forbidden, after the route was found', async () => {
    const gateway = await testGateway({ body, plan: {} });
    const value = gateway.gateway.apiKeyValue() ?? '';
    const post = (headers: Record<string, string>, path = '/prod/things') =>
      gateway.send({ method: 'POST', path, headers });
    expect(value).toMatch(/^[\w-]{40}$/);
    expect(await post({ 'x-api-key': value })).toMatchObject({ status: 200 });
    expect(eventOf(gateway)['requestContext']).toMatchObject({
      identity: { apiKey: value, apiKeyId: expect.stringMatching(/^[a-z0-9]{10}$/) },
    });
    for (const headers of [
      {},
      { 'x-api-key': '' },
      { 'x-api-key': `${value}x` },
      { 'x-api-key': `${value}, ${value}` },
    ]) {
      expect(await post(headers)).toMatchObject({
        status: 403,
        body: '{"message":"Forbidden"}',
        headers: { 'x-amzn-errortype': 'ForbiddenException' },
      });
    }
    expect(await post({}, '/prod/nothing')).toMatchObject({
      status: 403,
      body: '{"message":"Missing Authentication Token"}',
      headers: { 'x-amzn-errortype': 'MissingAuthenticationTokenException' },
    });
    expect(gateway.calls).toHaveLength(1);
  });

  test('a key without a plan for the stage opens nothing', async () => {
    const gateway = await testGateway({ body, plan: { ApiStages: [{ ApiId: 'other', Stage: 'prod' }] } });
    const headers = { 'x-api-key': gateway.gateway.apiKeyValue() ?? '' };
    expect(await gateway.send({ method: 'POST', path: '/prod/things', headers })).toMatchObject({
      status: 403,
    });
  });

  test('the plan throttles and counts, the count survives a restart', async () => {
    const clock = virtualClock(Date.parse('2026-11-22T10:00:00Z'));
    const gateway = await testGateway({
      body,
      clock,
      plan: { Throttle: { RateLimit: 1, BurstLimit: 2 }, Quota: { Limit: 3, Period: 'DAY' } },
    });
    const headers = { 'x-api-key': gateway.gateway.apiKeyValue() ?? '' };
    const post = async () => (await gateway.send({ method: 'POST', path: '/prod/things', headers })).status;
    expect([await post(), await post(), await post()]).toEqual([200, 200, 429]);
    await clock.advance(10_000);
    expect([await post(), await post()]).toEqual([200, 429]);
    await gateway.settled();
    const used = gateway.cloud.ground.store.get<{ used: number }>('SELECT used FROM apigateway_usage');
    expect(used?.used).toBe(3);
    await clock.advance(86_400_000);
    expect(await post()).toBe(200);
  });

  test('a request counts in the period in which it was let in, though its answer comes in the next', async () => {
    const clock = virtualClock(Date.parse('2026-11-22T23:59:59Z'));
    const invoke = async (): Promise<{ payload: string }> => {
      await clock.advance(5_000);
      return { payload: '{}' };
    };
    const gateway = await testGateway({ body, clock, invoke, plan: { Quota: { Limit: 3, Period: 'DAY' } } });
    const headers = { 'x-api-key': gateway.gateway.apiKeyValue() ?? '' };
    await gateway.send({ method: 'POST', path: '/prod/things', headers });
    await gateway.settled();
    expect(gateway.cloud.ground.store.all('SELECT period, used FROM apigateway_usage')).toEqual([
      { period: '2026-11-22', used: 1 },
    ]);
  });

  test('the stage throttles methods of its own accord', async () => {
    const gateway = await testGateway({
      body,
      clock: virtualClock(),
      stage: {
        MethodSettings: [
          { ResourcePath: '/*', HttpMethod: '*', ThrottlingRateLimit: 1, ThrottlingBurstLimit: 2 },
          {
            ResourcePath: '/~1things~1{id}',
            HttpMethod: 'GET',
            ThrottlingRateLimit: 0,
            ThrottlingBurstLimit: 0,
          },
        ],
      },
    });
    const get = async (path: string) => (await gateway.send({ path })).status;
    expect([await get('/prod/things'), await get('/prod/things'), await get('/prod/things')]).toEqual([
      200, 200, 429,
    ]);
    expect(await get('/prod/all/x')).toBe(200);
    expect(await get('/prod/things/1')).toBe(429);
  });
});

test('a preflight is answered without key and function', async () => {
  const options = {
    'x-amazon-apigateway-integration': {
      type: 'mock',
      requestTemplates: { 'application/json': '{\n  "statusCode" : 200\n}\n' },
      responses: {
        default: {
          statusCode: '200',
          responseParameters: { 'method.response.header.Access-Control-Allow-Origin': "'*'" },
          responseTemplates: { 'application/json': '{}\n' },
        },
      },
    },
  };
  const gateway = await testGateway({ body: { ...body, paths: { '/things': { options } } } });
  expect(await gateway.send({ method: 'OPTIONS', path: '/prod/things' })).toMatchObject({
    status: 200,
    body: '{}\n',
    headers: { 'access-control-allow-origin': '*', 'content-type': 'application/json' },
  });
  expect(gateway.calls).toEqual([]);
});

describe('validation', () => {
  const validated = {
    'x-amazon-apigateway-request-validators': {
      all: { validateRequestBody: true },
    },
    'x-amazon-apigateway-request-validator': 'all',
    paths: {
      '/things': {
        post: lambdaMethod({
          requestBody: { content: { $default: { schema: { type: 'object', required: ['name'] } } } },
        }),
      },
    },
  };
  test('asks for a body that the model accepts, whatever its type', async () => {
    const gateway = await testGateway({ body: validated });
    const post = (headers: Record<string, string>, text: string) =>
      gateway.send({ method: 'POST', path: '/prod/things', headers, body: text });
    expect(await post({}, '{}')).toMatchObject({ status: 400, body: '{"message":"Invalid request body"}' });
    const headers = { 'content-type': 'text/csv; charset=utf-8' };
    expect(await post(headers, '{"name":1}')).toMatchObject({ status: 200 });
    expect(await post(headers, 'name')).toMatchObject({ status: 400 });
  });
});

describe('gateway responses', () => {
  const responses = {
    DEFAULT_4XX: {
      responseParameters: { 'gatewayresponse.header.Access-Control-Allow-Origin': "'*'" },
      responseTemplates: {
        'application/json':
          '{"error":"Refused","message":$context.error.messageString,"id":"$context.requestId"}',
      },
    },
    MISSING_AUTHENTICATION_TOKEN: {
      statusCode: '404',
      responseParameters: { 'gatewayresponse.header.Retry-After': "'5'" },
      responseTemplates: { 'application/json': '{"error":"$context.error.responseType"}' },
    },
  };
  test('are the own one, else the default one, else what AWS says', async () => {
    const gateway = await testGateway({
      body: { ...body, 'x-amazon-apigateway-gateway-responses': responses },
      plan: {},
    });
    expect(await gateway.send({ path: '/prod/nowhere' })).toMatchObject({
      status: 404,
      headers: { 'retry-after': '5' },
      body: '{"error":"MISSING_AUTHENTICATION_TOKEN"}',
    });
    const forbidden = await gateway.send({ method: 'POST', path: '/prod/things' });
    expect(forbidden).toMatchObject({ status: 403, headers: { 'access-control-allow-origin': '*' } });
    expect(JSON.parse(forbidden.body)).toEqual({
      error: 'Refused',
      message: 'Forbidden',
      id: forbidden.headers['x-amzn-requestid'],
    });
  });

  test('of a stage that does not exist are none', async () => {
    const gateway = await testGateway({ body });
    expect(await gateway.send({ path: '/other/things' })).toMatchObject({
      status: 403,
      body: '{"message":"Forbidden"}',
    });
    expect(await gateway.send({ path: '/' })).toMatchObject({
      status: 403,
      body: '{"message":"Missing Authentication Token"}',
    });
  });
});

describe('what is written down', () => {
  const stage = {
    TracingEnabled: true,
    AccessLogSetting: {
      DestinationArn: 'arn:aws:logs:us-east-1:000000000000:log-group:/access:*',
      Format:
        '{"id":"$context.requestId","route":"$context.resourcePath","status":"$context.status","ms":"$context.responseLatency","own":"$context.integrationLatency","error":"$context.error.responseType","agent":"$context.identity.userAgent"}',
    },
  };
  test('an access log line per request, one line whatever a client sends', async () => {
    const gateway = await testGateway({ body, stage });
    await gateway.send({ path: '/prod/things', headers: { 'user-agent': 'a"\n{}' } });
    await gateway.send({ path: '/prod/nowhere' });
    await gateway.settled();
    expect(gateway.logs.map(({ group }) => group)).toEqual(['/access', '/access']);
    const lines = gateway.logs.flatMap(({ messages }) => messages.map(({ message }) => message));
    expect(lines.every((line) => !line.includes('\n'))).toBe(true);
    expect(lines.map((line) => parseJson(line))).toMatchObject([
      { route: '/things', status: '200', error: '-', agent: 'a"\n{}', own: expect.stringMatching(/^\d+$/) },
      { route: '-', status: '403', error: 'MISSING_AUTHENTICATION_TOKEN', own: '-' },
    ]);
  });

  test('metrics by API and by stage', async () => {
    const gateway = await testGateway({ body, invoke: answering({ statusCode: 500 }) });
    await gateway.send({ path: '/prod/things' });
    await gateway.settled();
    const own = gateway.metrics.filter(({ dimensions }) => !('Stage' in dimensions));
    expect(own.map(({ name, value }) => `${name} ${name.endsWith('Latency') ? 'n' : String(value)}`)).toEqual(
      ['Count 1', '4XXError 0', '5XXError 1', 'Latency n', 'IntegrationLatency n'],
    );
    expect(own[0]?.dimensions).toEqual({ ApiName: 'things' });
    expect(gateway.metrics.filter(({ dimensions }) => dimensions['Stage'] === 'prod')).toHaveLength(5);
  });

  test('a trace that begins here, or goes on from the client', async () => {
    const gateway = await testGateway({ body, stage });
    const { headers } = await gateway.send({ path: '/prod/things' });
    const [, root = '', parent = ''] =
      /^Root=(1-[0-9a-f]{8}-[0-9a-f]{24});Parent=([0-9a-f]{16});Sampled=1$/.exec(
        gateway.calls[0]?.traceHeader ?? '',
      ) ?? [];
    expect(headers['x-amzn-trace-id']).toBe(`Root=${root}`);
    const given = 'Root=1-5e1b4151-5ac6c58f5f3f5e1b41515ac6;Parent=0123456789abcdef;Sampled=1';
    await gateway.send({ path: '/prod/things', headers: { 'x-amzn-trace-id': given } });
    await gateway.send({ path: '/prod/things', headers: { 'x-amzn-trace-id': 'Root=nonsense;"' } });
    await gateway.settled();
    expect(gateway.segments).toMatchObject([
      { id: parent, trace_id: root, name: 'things/prod', origin: 'AWS::ApiGateway::Stage' },
      { trace_id: '1-5e1b4151-5ac6c58f5f3f5e1b41515ac6', parent_id: '0123456789abcdef' },
      { trace_id: expect.stringMatching(/^1-/) },
    ]);
    expect(gateway.calls[1]?.traceHeader).toMatch(
      /^Root=1-5e1b4151-5ac6c58f5f3f5e1b41515ac6;Parent=[0-9a-f]{16};Sampled=1$/,
    );
    expect(gateway.calls[2]?.traceHeader).not.toContain('nonsense');
  });
});
