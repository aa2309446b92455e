import { execFileSync } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { expect, test, vi } from 'vitest';
import { proxyEvent } from './testing/proxy-event.ts';

test('a bundle runs where no host offers a transport, and says 503 when nobody answers', async () => {
  execFileSync(process.execPath, ['scripts/build.ts', '--if-stale']);
  expect(Symbol.for('serverless-sandbox.client-config') in globalThis).toBe(false);
  const environment = {
    ORDERS_TABLE: 'orders',
    IDEMPOTENCY_TABLE: 'idempotency',
    CORS_ALLOW_ORIGIN: '*',
    AWS_REGION: 'us-east-1',
    // Port 1 of the loopback: refused at once.
    AWS_ENDPOINT_URL: 'http://127.0.0.1:1',
    AWS_ACCESS_KEY_ID: 'any',
    AWS_SECRET_ACCESS_KEY: 'any',
  };
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  // What esbuild made of src/lambdas/order-creation/app.ts.
  const { handler } = (await import(pathToFileURL('dist/order-creation/app.mjs').href)) as {
    handler: (event: APIGatewayProxyEvent) => Promise<APIGatewayProxyResult>;
  };
  const body = { customerId: 'CUST-1', items: [{ productId: 'PROD-001', quantity: 1, price: 1 }] };
  const answer = await handler(proxyEvent('POST', { body }));
  expect(answer).toMatchObject({ statusCode: 503, headers: { 'Retry-After': '1' } });
});
