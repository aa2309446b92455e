import { accepted, forbidden, found, invalidParameter, notAnOrder, order } from '../input-case.ts';
import type { Expected, InputCase } from '../input-case.ts';

const unknownId = '550e8400-e29b-41d4-a716-4466554400ff';
const paths = ['/', '', '/order', '/Orders', '/ORDERS', '//orders', '/orders//', '/orders/a/b', '/orders/a/b/c', '/.env', '/admin', '/_sandbox/mailbox', '/health', '/prod/orders', '/orders;x=1', '/orders.json', '/../orders', '/./orders', '/orders%2f', '/orders%00', '/%6frders%20', '/__proto__', '/constructor']; // prettier-ignore
const methods = ['PUT', 'PATCH', 'DELETE', 'HEAD', 'TRACE', 'PROPFIND', 'LINK', 'MKCOL'];

const preflight = (name: string, path: string, headers: Readonly<Record<string, string>>): InputCase => ({
  name: `CORS: ${name}`,
  request: { method: 'OPTIONS', path, headers, apiKey: null },
  expected: found,
});
const key = (name: string, value: string | string[], expected: Expected): InputCase => ({
  name: `Idempotency-Key: ${name}`,
  request: { path: '/orders', body: JSON.stringify(order()), headers: { 'idempotency-key': value } },
  expected,
});

/** Unknown routes and methods, preflights, and keys that are none. */
export const routeCases: readonly InputCase[] = [
  ...paths.map((path): InputCase => ({ name: `route: ${path}`, request: { path }, expected: forbidden })),
  ...methods.flatMap((method): InputCase[] =>
    ['/orders', `/orders/${unknownId}`].map((path) => ({
      name: `method: ${method} ${path.slice(0, 9)}`,
      request: { method, path },
      expected: forbidden,
    })),
  ),
  {
    name: 'method: POST to an order',
    request: { path: `/orders/${unknownId}`, body: JSON.stringify(order()) },
    expected: forbidden,
  },
  preflight('a preflight of the list', '/orders', {
    origin: 'https://shop.example',
    'access-control-request-method': 'POST',
    'access-control-request-headers': 'content-type,x-api-key,idempotency-key',
  }),
  preflight('a preflight of an order', `/orders/${unknownId}`, { origin: 'https://shop.example' }),
  preflight('a preflight from nowhere', '/orders', { origin: 'null' }),
  preflight('OPTIONS without an origin', '/orders', {}),
  {
    name: 'CORS: a preflight of an unknown route',
    request: {
      method: 'OPTIONS',
      path: '/nothing',
      headers: { origin: 'https://shop.example' },
      apiKey: null,
    },
    expected: forbidden,
  },
  {
    name: 'CORS: a foreign origin on a bad order',
    request: { path: '/orders', body: '{}', headers: { origin: 'https://evil.example' } },
    expected: notAnOrder,
  },
  key('plain', 'route-case-1', accepted),
  key('quoted is another text', '"route-case-1"', accepted),
  key('255 characters', 'k'.repeat(255), accepted),
  key('256 characters', 'k'.repeat(256), invalidParameter),
  key('empty', '', invalidParameter),
  key('blank', '   ', invalidParameter),
  key('beyond ASCII', 'cl\u00e9', invalidParameter),
  key('a tab inside', 'a\tb', invalidParameter),
  key('two of them', ['one', 'two'], invalidParameter),
  key('__proto__', '__proto__', accepted),
  key('another table’s row', 'notice#x#email', accepted),
];
