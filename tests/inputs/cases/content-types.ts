import { accepted, notAnOrder, order } from '../input-case.ts';
import type { Expected, InputCase } from '../input-case.ts';

const good = JSON.stringify(order());
const typed = (contentType: string | string[], expected: Expected, body = good): InputCase => ({
  name: `content type: ${contentType.length === 0 ? 'none' : String(contentType)}${body === good ? '' : ', no JSON'}`,
  request: { path: '/orders', body, headers: { 'content-type': contentType } },
  expected,
});

/** The API speaks JSON in UTF-8 and nothing else: a body is read as that, whatever it is called. */
export const contentTypeCases: readonly InputCase[] = [
  typed('application/json', accepted),
  typed('application/json; charset=utf-8', accepted),
  typed('APPLICATION/JSON', accepted),
  typed('application/vnd.order+json', accepted),
  typed('application/json; charset=utf-16', accepted),
  typed('text/plain', accepted),
  typed('nonsense', accepted),
  typed('', accepted),
  typed('application/json;;;=', accepted),
  typed(['application/json', 'text/html'], accepted),
  typed('text/plain', notAnOrder, 'customerId=C'),
  typed('application/x-www-form-urlencoded', notAnOrder, 'customerId=C&items=1'),
  typed('multipart/form-data; boundary=x', notAnOrder, '--x\r\n\r\n{}\r\n--x--'),
  typed('application/xml', notAnOrder, '<order/>'),
  typed('application/octet-stream', notAnOrder, '\u0000\u0001'),
  {
    name: 'content encoding: gzip that is none',
    request: { path: '/orders', body: good, headers: { 'content-encoding': 'gzip' } },
    expected: accepted,
  },
  {
    name: 'accept: XML is asked for, JSON is what there is',
    request: { path: '/orders', body: '{}', headers: { accept: 'application/xml' } },
    expected: notAnOrder,
  },
  {
    name: 'method override headers change nothing',
    request: { path: '/orders', body: '{}', headers: { 'x-http-method-override': 'DELETE' } },
    expected: notAnOrder,
  },
];
