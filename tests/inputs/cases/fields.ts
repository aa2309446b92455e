import { accepted, address, invalid, line, notAnOrder, order, posting } from '../input-case.ts';
import type { Expected, InputCase } from '../input-case.ts';

type Fields = Readonly<Record<string, unknown>>;
const without = (fields: Fields, name: string): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([key]) => key !== name));
const inLine = (fields: Fields): Fields => order({ items: [{ ...line, ...fields }] });
const inAddress = (fields: Fields): Fields => order({ shippingAddress: { ...address, ...fields } });

/** API Gateway knows the top-level types; everything further in is the function's. */
const topLevel = { customerId: 'text', customerEmail: 'text', customerPhone: 'text', currency: 'text', paymentToken: 'text', items: 'array', shippingAddress: 'object', metadata: 'object' }; // prettier-ignore
const wrongTypes = { text: 'x', number: 12, true: true, null: null, array: ['x'], object: { a: 'x' } };
const wrongFor = (type: string): [string, unknown][] =>
  Object.entries(wrongTypes).filter(([name]) => name !== type);

const typeCases: readonly InputCase[] = [
  ...Object.entries(topLevel).flatMap(([field, type]) =>
    wrongFor(type).map(([name, value]) =>
      posting(`type: ${field} is ${name}`, order({ [field]: value }), notAnOrder),
    ),
  ),
  ...wrongFor('text').map(([name, productId]) =>
    posting(`type: productId is ${name}`, inLine({ productId }), invalid('items[0].productId')),
  ),
  ...(['quantity', 'price'] as const).flatMap((field) =>
    wrongFor('number').map(([name, value]) =>
      posting(`type: ${field} is ${name}`, inLine({ [field]: value }), invalid(`items[0].${field}`)),
    ),
  ),
  ...wrongFor('text').map(([name, street]) =>
    posting(`type: street is ${name}`, inAddress({ street }), invalid('shippingAddress.street')),
  ),
  posting('type: a line is text', order({ items: ['P-1'] }), notAnOrder),
  posting('type: a line is null', order({ items: [null] }), notAnOrder),
  posting('type: a line is an array', order({ items: [[line]] }), notAnOrder),
  posting('type: lines by number', order({ items: { 0: line, length: 1 } }), notAnOrder),
  ...wrongFor('text').map(([name, value]) =>
    posting(`type: metadata value is ${name}`, order({ metadata: { a: value } }), invalid('metadata.a')),
  ),
];

const lineFields = Object.keys(line);
const missing: readonly InputCase[] = [
  posting('missing: everything', {}, notAnOrder),
  posting('missing: customerId', without(order(), 'customerId'), notAnOrder),
  posting('missing: items', without(order(), 'items'), notAnOrder),
  posting('missing: lines', order({ items: [] }), invalid('items')),
  posting('missing: a line’s fields', order({ items: [{}] }), invalid('items[0].productId')),
  ...lineFields.map((field) =>
    posting(`missing: ${field}`, order({ items: [without(line, field)] }), invalid(`items[0].${field}`)),
  ),
  posting(
    'missing: price of the second line',
    order({ items: [line, without(line, 'price')] }),
    invalid('items[1].price'),
  ),
  ...Object.keys(address).map((field) =>
    posting(
      `missing: ${field}`,
      order({ shippingAddress: without(address, field) }),
      invalid(`shippingAddress.${field}`),
    ),
  ),
  ...['', '   ', '\u00a0\u2003'].map((customerId) =>
    posting(`blank: customerId ${JSON.stringify(customerId)}`, order({ customerId }), invalid('customerId')),
  ),
  posting('blank: customerEmail', order({ customerEmail: '' }), invalid('customerEmail')),
  posting('blank: customerPhone', order({ customerPhone: '' }), invalid('customerPhone')),
  posting('blank: productId', inLine({ productId: '' }), invalid('items[0].productId')),
  posting('blank: currency', order({ currency: '' }), invalid('currency')),
  posting('blank: paymentToken', order({ paymentToken: '' }), invalid('paymentToken')),
  ...['city', 'country'].map((field) =>
    posting(`blank: ${field}`, inAddress({ [field]: ' ' }), invalid(`shippingAddress.${field}`)),
  ),
];

const serverSet = ['orderId', 'status', 'totalAmount', 'createdAt', 'updatedAt', 'version', 'runId', 'failing', 'requeues', 'payment', 'failureReason', 'traceHeader', 'statusShard', 'total']; // prettier-ignore
const unknown: readonly InputCase[] = [
  ...serverSet.map((field) =>
    posting(`server’s own: ${field}`, order({ [field]: 'COMPLETED' }), invalid(field)),
  ),
  posting('server’s own: discount of a line', inLine({ discount: 1 }), invalid('items[0].discount')),
  posting('server’s own: tracked of a line', inLine({ tracked: false }), invalid('items[0].tracked')),
  posting('unknown: a field of the address', inAddress({ planet: 'X' }), invalid('shippingAddress.planet')),
  posting('unknown: another case', order({ CustomerId: 'C' }), invalid('CustomerId')),
  posting('unknown: an empty name', order({ '': 1 }), invalid('')),
  posting('unknown: a name with markup', order({ '<script>': 1 }), invalid('?script?')),
  posting('unknown: a name of 10 KB', order({ ['n'.repeat(10_000)]: 1 }), invalid('n'.repeat(64))),
];

const lineText = JSON.stringify([line]);
const withProto = (fields: string): string => `{"customerId":"C","items":${lineText},${fields}}`;
const prototypeNames: readonly InputCase[] = [
  ...['__proto__', 'constructor', 'prototype', 'toString'].flatMap((name): InputCase[] => [
    posting(`prototype: ${name} as a field`, withProto(`"${name}":{"a":1}`), invalid(name)),
    posting(
      `prototype: ${name} in a line`,
      `{"customerId":"C","items":[{"productId":"P","quantity":1,"price":1,"${name}":{}}]}`,
      invalid(`items[0].${name}`),
    ),
  ]),
  ...['__proto__', 'constructor', 'hasOwnProperty', 'valueOf'].map((name) =>
    posting(
      `prototype: ${name} in metadata`,
      withProto(`"metadata":{"${name}":"x"}`),
      invalid(`metadata.${name}`),
    ),
  ),
  ...['__proto__', 'constructor', 'toString'].flatMap((name): InputCase[] => [
    posting(`prototype: ${name} as a product`, inLine({ productId: name }), accepted),
    posting(`prototype: ${name} as a payment token`, order({ paymentToken: name }), accepted),
  ]),
  posting('prototype: __proto__ as the customer', order({ customerId: '__proto__' }), accepted),
  posting('prototype: __proto__ as the currency', order({ currency: '__proto__' }), invalid('currency')),
];

const metadataOf = (count: number): Fields =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`key${String(index)}`, 'x']));
const metadata = (name: string, value: Fields, expected: Expected): InputCase =>
  posting(`metadata: ${name}`, order({ metadata: value }), expected);

/** Fields that are missing, of the wrong type, not a client's to set, or named like what every object has. */
export const fieldCases: readonly InputCase[] = [
  ...missing,
  ...typeCases,
  ...unknown,
  ...prototypeNames,
  metadata('none of it', {}, accepted),
  metadata('20 entries', metadataOf(20), accepted),
  metadata('21 entries', metadataOf(21), invalid('metadata')),
  metadata('a name with a space', { 'a b': 'x' }, invalid('metadata.a?b')),
  metadata('a name that begins with a digit', { '1a': 'x' }, invalid('metadata.1a')),
  metadata('a name of 41 letters', { ['a'.repeat(41)]: 'x' }, invalid(`metadata.${'a'.repeat(41)}`)),
  metadata('a value of 257 characters', { a: 'x'.repeat(257) }, invalid('metadata.a')),
];
