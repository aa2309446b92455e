import { found, getting, invalidParameter, notFound } from '../input-case.ts';
import type { Expected, InputCase } from '../input-case.ts';

const unknownId = '550e8400-e29b-41d4-a716-4466554400ff';
const badPath: Expected = { status: 400, error: 'RequestRefused' };
const byId = (id: string, expected: Expected = notFound): InputCase =>
  getting(`id: ${id.slice(0, 40)}`, `/orders/${id}`, expected);

/** Encoded, they are one segment of the path and so an id; there is no order under it. */
const strangeIds = [unknownId, unknownId.toUpperCase(), `${unknownId}x`, '1', 'null', '-1', '__proto__', 'constructor', '%00', '%0d%0aX-Evil:%201', '..%2f..%2fetc%2fpasswd', '%2e%2e', 'a%2fb', '%c3%a9', "'%20OR%201=1--", '%7B%22S%22:%22x%22%7D', '%3Cscript%3E', '*', 'x'.repeat(2_000)]; // prettier-ignore
const wronglyEncoded = ['%', '%zz', '%c0%af', '%ff', '%ed%a0%80'];

const query = (text: string, expected: Expected = invalidParameter): InputCase =>
  getting(`query: ${text.slice(0, 40)}`, `/orders?${text}`, expected);

const goodQueries = ['', 'limit=1', 'limit=100', 'status=PENDING', 'status=PROCESSING&limit=5', 'status=COMPLETED', 'limit=%31', '&&&']; // prettier-ignore
const badQueries = ['limit=0', 'limit=101', 'limit=-1', 'limit=1.5', 'limit=1e1', 'limit=0x1', 'limit=01', 'limit=', 'limit', 'limit=%201', 'limit=NaN', 'limit=999999999999999999999', 'limit=%D9%A1', 'limit=1&limit=1', 'limit=1&limit=2', 'limit[]=1', 'status=', 'status=pending', 'status=CANCELLED', 'status=PENDING,FAILED', 'status=PENDING&status=FAILED', 'status=PENDING%00', 'status=PENDING%230', 'nextToken=', 'nextToken=abc', 'nextToken=abc.def', 'nextToken=a.b.c', 'nextToken=%00', 'nextToken=__proto__', 'nextToken=eyJhIjoxfQ.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA', `nextToken=${'A'.repeat(4_097)}`, 'nextToken=a&nextToken=a', 'sort=asc', 'Limit=1', 'customerId=CUST-1', '__proto__=1', 'constructor=1', '__proto__[status]=PENDING', 'limit=1&x=1', 'filter=%7B%7D', '%=1', '%zz=1']; // prettier-ignore

/** Order ids and list queries. Nothing is clamped and nothing ignored. */
export const readCases: readonly InputCase[] = [
  ...strangeIds.map((id) => byId(id)),
  ...wronglyEncoded.map((id) => byId(id, badPath)),
  getting('id: none is the list', '/orders/', found),
  ...goodQueries.map((text) => query(text, found)),
  ...badQueries.map((text) => query(text)),
  query(Array.from({ length: 500 }, (_, index) => `q${String(index)}=1`).join('&'), invalidParameter),
  {
    name: 'query: a body on a GET is not read',
    request: { method: 'GET', path: '/orders?limit=1', body: '{"limit":7}' },
    expected: found,
  },
  {
    name: 'id: a query beside it is not read',
    request: { path: `/orders/${unknownId}?status=PENDING` },
    expected: notFound,
  },
];
