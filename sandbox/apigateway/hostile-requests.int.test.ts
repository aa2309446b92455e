import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { lambdaMethod, testGateway } from './testing.ts';

const body = {
  'x-amazon-apigateway-request-validators': {
    v: { validateRequestBody: true },
  },
  'x-amazon-apigateway-request-validator': 'v',
  paths: {
    '/things': {
      post: lambdaMethod({ requestBody: { content: { $default: { schema: { type: 'object' } } } } }),
      get: lambdaMethod(),
    },
    '/things/{id}': { get: lambdaMethod() },
    '/all/{rest+}': { 'x-amazon-apigateway-any-method': lambdaMethod() },
  },
};
const stage = {
  TracingEnabled: true,
  AccessLogSetting: {
    DestinationArn: 'arn:aws:logs:us-east-1:1:log-group:g',
    Format: '{"p":"$context.path"}',
  },
};

test.each<[string, string, string]>([
  ['GET', '/prod/things/%zz', '400'],
  ['GET', '/prod/things/%', '400'],
  ['GET', '/prod/things/%c0%af', '400'],
  ['GET', '/prod/things/%00', '200'],
  ['GET', '/prod/things/%2e%2e%2fetc', '200'],
  ['GET', '/prod/things/..%2f..', '200'],
  ['GET', '/prod/../prod/things', '403'],
  ['GET', '/prod//things', '403'],
  ['GET', '//prod/things', '403'],
  ['GET', '', '403'],
  ['GET', '*', '403'],
  ['GET', '?', '403'],
  ['GET', 'http://example.com/prod/things', '200'],
  ['GET', '/constructor/things', '403'],
  ['GET', '/__proto__/things', '403'],
  ['GET', '/prod/__proto__', '403'],
  ['GET', '/prod/things?__proto__=1&constructor=2&__proto__[a]=3', '200'],
  ['GET', '/prod/things?%zz=%', '200'],
  ['GET', `/prod/things?a=${'x'.repeat(10_300)}`, '431'],
  ['TRACE', '/prod/things', '403'],
  ['__proto__', '/prod/things', '403'],
  ['CONNECT', 'host:443', '403'],
])('%s %.60s → %s', async (method, path, status) => {
  const gateway = await testGateway({ body, stage });
  const answer = await gateway.send({ method, path });
  expect(String(answer.status)).toBe(status);
  await gateway.settled();
  expect(gateway.cloud.faults).toEqual([]);
});

test('sizes: 10 MB of body, 10,240 bytes of head', async () => {
  const gateway = await testGateway({ body });
  const post = (headers: Record<string, string>, size: number) =>
    gateway.send({ method: 'POST', path: '/prod/all/x', headers, body: Buffer.alloc(size, 32) });
  expect(await post({}, 10_485_760)).toMatchObject({ status: 200 });
  expect(await post({}, 10_485_761)).toMatchObject({ status: 413, body: '{"message":"Request Too Long"}' });
  expect(await post({ 'x-long': 'x'.repeat(10_000) }, 0)).toMatchObject({ status: 200 });
  expect(await post({ 'x-long': 'x'.repeat(10_240) }, 0)).toMatchObject({ status: 431 });
});

test('names from a client are data: prototypes stay what they are', async () => {
  const gateway = await testGateway({ body });
  await gateway.send({
    path: '/prod/things?__proto__=p&constructor=c',
    headers: {},
    rawHeaders: [
      ['__proto__', 'h'],
      ['Constructor', 'x'],
    ],
  });
  const payload = gateway.calls[0]?.payload ?? '';
  expect(payload).toContain('"queryStringParameters":{"__proto__":"p","constructor":"c"}');
  expect(payload).toContain('"headers":{"__proto__":"h","Constructor":"x"');
  expect(Reflect.get({}, 'h')).toBeUndefined();
});

test('no request makes a server error', async () => {
  const gateway = await testGateway({ body, stage });
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 30 }),
    fc.webPath(),
    fc.constantFrom('/things', '/things/%'),
  );
  const headers = fc.array(
    fc.tuple(fc.string({ maxLength: 12 }), fc.string({ unit: 'binary', maxLength: 20 })),
    {
      maxLength: 5,
    },
  );
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom('GET', 'POST', 'PUT', 'OPTIONS', 'HEAD'),
      text,
      headers,
      fc.oneof(fc.string(), fc.json(), fc.uint8Array()),
      async (...[method, path, rawHeaders, content]) => {
        const answer = await gateway.send({
          method,
          path: `/prod${path}`,
          headers: {},
          rawHeaders,
          body: content,
        });
        expect(answer.status).toBeLessThan(500);
      },
    ),
    { numRuns: 300 },
  );
  await gateway.settled();
  expect(gateway.cloud.faults).toEqual([]);
});
