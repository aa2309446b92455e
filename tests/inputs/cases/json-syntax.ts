import { accepted, invalid, notAnOrder, order, posting } from '../input-case.ts';
import type { InputCase } from '../input-case.ts';

const good = JSON.stringify(order());
const lines = '"items":[{"productId":"P-1","quantity":1,"price":1.5}]';
const deep = (open: string, close: string): string => open.repeat(20_000) + close.repeat(20_000);

/** Every one of them is API Gateway's to refuse: it parses the body for its model. */
const broken: readonly (readonly [name: string, body: string | Uint8Array])[] = [
  ['nothing', ''],
  ['white space', ' \n\t '],
  ['a word', 'order'],
  ['a truncated object', good.slice(0, -1)],
  ['half of it', good.slice(0, good.length / 2)],
  ['bytes after the object', `${good}x`],
  ['two objects', good + good],
  ['a trailing comma', `{"customerId":"C",${lines},}`],
  ['single quotes', good.replaceAll('"', "'")],
  ['names without quotes', `{customerId:"C",${lines}}`],
  ['a comment', `/* hello */${good}`],
  ['a byte order mark', `\ufeff${good}`],
  ['NaN', `{"customerId":"C","items":[{"productId":"P","quantity":NaN,"price":1}]}`],
  ['Infinity', `{"customerId":"C","items":[{"productId":"P","quantity":1,"price":Infinity}]}`],
  ['a hexadecimal number', `{"customerId":"C","items":[{"productId":"P","quantity":0x1,"price":1}]}`],
  ['a leading zero', `{"customerId":"C","items":[{"productId":"P","quantity":01,"price":1}]}`],
  ['a line break inside a text', `{"customerId":"C\n",${lines}}`],
  ['a NUL byte at the end', `${good}\0`],
  ['UTF-16', Buffer.from(good, 'utf16le')],
  ['gzip', new Uint8Array([0x1f, 0x8b, 0x08, 0, 0, 0, 0, 0])],
  ['XML', '<order><customerId>C</customerId></order>'],
  ['a form', 'customerId=C&items=1'],
  ['an array', `[${good}]`],
  ['an empty array', '[]'],
  ['null', 'null'],
  ['true', 'true'],
  ['a number', '42'],
  ['a text', '"order"'],
  ['a text with an order in it', JSON.stringify(good)],
  ['twenty thousand arrays', deep('[', ']')],
  ['twenty thousand arrays as a field', `{"customerId":${deep('[', ']')},${lines}}`],
];

/** JSON syntax: what is no JSON, what is JSON of another kind, and JSON that is odd but legal. */
export const jsonSyntaxCases: readonly InputCase[] = [
  ...broken.map(([name, body]) => posting(`JSON: ${name}`, body, notAnOrder)),
  posting('JSON: white space around', `\r\n\t ${good} \n`, accepted),
  posting('JSON: escapes for every letter', good.replace('CUST-1', '\\u0043\\u0055-1'), accepted),
  // As JSON.parse reads it, and nearly everybody else: the last one counts.
  posting('JSON: a name twice', `{"customerId":7,"customerId":"C",${lines}}`, accepted),
  posting('JSON: a name twice, the last one wrong', `{"customerId":"C","customerId":7,${lines}}`, notAnOrder),
  posting(
    'JSON: twenty thousand objects in metadata',
    `{"customerId":"C",${lines},"metadata":{"a":${deep('{"a":', '}').replace('}', '1}')}}}`,
    invalid('metadata.a'),
  ),
  posting(
    'JSON: a number with a thousand digits',
    `{"customerId":"C","items":[{"productId":"P","quantity":${'9'.repeat(1_000)},"price":1}]}`,
    invalid('items[0].quantity'),
  ),
  posting(
    'JSON: a body that is not UTF-8',
    Buffer.from(JSON.stringify(order({ customerId: 'Caf\u00e9' })), 'latin1'),
    invalid('customerId'),
  ),
  posting(
    'JSON: an overlong encoding of a slash',
    Buffer.concat([
      Buffer.from('{"customerId":"a'),
      new Uint8Array([0xc0, 0xaf]),
      Buffer.from(`",${lines}}`),
    ]),
    invalid('customerId'),
  ),
];
