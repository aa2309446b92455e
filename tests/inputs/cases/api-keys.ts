import type { ApiRequest } from '../api-sender.ts';
import { forbidden, found, order } from '../input-case.ts';
import type { InputCase } from '../input-case.ts';

const listing = (name: string, apiKey: ApiRequest['apiKey']): InputCase => ({
  name: `key: ${name}`,
  request: { path: '/orders', ...(apiKey !== undefined && { apiKey }) },
  expected: apiKey === undefined ? found : forbidden,
});

/** Missing, wrong, empty, repeated and oversized keys. */
export const apiKeyCases: readonly InputCase[] = [
  listing('the right one', undefined),
  listing('none', null),
  listing('empty', ''),
  listing('blank', '   '),
  listing('wrong', 'x'.repeat(40)),
  listing('a prefix of nothing', 'a'),
  listing('of 8 KB', 'x'.repeat(8_000)),
  listing('with SQL', "' OR 1=1 --"),
  listing('__proto__', '__proto__'),
  listing('null', 'null'),
  listing('*', '*'),
  listing('beyond ASCII', 'sch\u00fcssel'),
  listing('twice, both wrong', ['one', 'two']),
  {
    name: 'key: none, on a POST of a good order',
    request: { path: '/orders', body: JSON.stringify(order()), apiKey: null },
    expected: forbidden,
  },
  {
    name: 'key: in the query',
    request: { path: '/orders?x-api-key=anything', apiKey: null },
    expected: forbidden,
  },
  {
    name: 'key: as a bearer token',
    request: { path: '/orders', apiKey: null, headers: { authorization: 'Bearer anything' } },
    expected: forbidden,
  },
  {
    name: 'key: none, for an order id',
    request: { path: '/orders/550e8400-e29b-41d4-a716-446655440000', apiKey: null },
    expected: forbidden,
  },
];
