import { accepted, invalid, line, order, posting } from '../input-case.ts';
import type { Expected, InputCase } from '../input-case.ts';

/** A number is written as it stands here: JSON.stringify would tidy it. */
const lineWith = (field: 'quantity' | 'price', text: string): string =>
  `{"customerId":"C","items":[${JSON.stringify(line).replace(new RegExp(`("${field}":)[\\d.]+`), `$1${text}`)}]}`;
const cases = (field: 'quantity' | 'price', texts: readonly string[], expected: Expected): InputCase[] =>
  texts.map((text) => posting(`${field}: ${text}`, lineWith(field, text), expected));

const goodQuantities = ['1', '1000', '1e3', '2.0', '10E-1'];
const badQuantities = ['0', '-0', '-1', '1001', '1.5', '0.999999999', '1e-1', '1e400', '-1e400', '9007199254740993', '1e308', '2147483648']; // prettier-ignore
const goodPrices = ['0.01', '1000000', '1000000.00', '1e6', '1E-2', '0.10', '19.90'];
const badPrices = ['0', '-0.01', '0.001', '0.009', '29.999', '0.1000001', '1e-7', '1000000.01', '1e7', '1e308', '1e400', '9007199254740993', '4.35000000001']; // prettier-ignore

const manyLines = (count: number, price: number): Record<string, unknown> =>
  order({
    items: Array.from({ length: count }, (_, index) => ({
      ...{ productId: `P-${String(index)}`, quantity: 1_000, price },
    })),
  });

const million = { productId: 'P-1', quantity: 1_000, price: 1_000_000 };
const largest = [
  ...Array.from({ length: 9 }, () => million),
  { ...million, quantity: 999 },
  { ...million, quantity: 1, price: 999_999.99 },
];

/** Ranges of quantities and money: zero, negative, fractions, exponents, beyond exact integers, the total. */
export const numberCases: readonly InputCase[] = [
  ...cases('quantity', goodQuantities, accepted),
  ...cases('quantity', badQuantities, invalid('items[0].quantity')),
  ...cases('price', goodPrices, accepted),
  ...cases('price', badPrices, invalid('items[0].price')),
  posting('quantity: a text of digits', order({ items: [{ ...line, quantity: '2' }] }), invalid('items[0].quantity')), // prettier-ignore
  posting('price: a text of digits', order({ items: [{ ...line, price: '29.99' }] }), invalid('items[0].price')), // prettier-ignore
  posting('total: 9,000,000,000.00', manyLines(9, 1_000_000), accepted),
  posting('total: 9,999,999,999.99', order({ items: largest }), accepted),
  posting('total: a cent more', order({ items: [...largest, { ...line, quantity: 1, price: 0.01 }] }), invalid('items')), // prettier-ignore
  posting('total: 10,000,000,000.00', manyLines(10, 1_000_000), invalid('items')),
  posting('total: 50,000,000,000.00', manyLines(50, 1_000_000), invalid('items')),
  ...['EUR', 'GBP'].map((currency) => posting(`currency: ${currency}`, order({ currency }), accepted)),
  ...['JPY', 'KWD', 'XXX', 'usd', 'US', 'USDD', 'BTC', '\u20ac'].map((currency) =>
    posting(`currency: ${currency}`, order({ currency }), invalid('currency')),
  ),
];
