import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { MessageAttribute } from '../kernel/service.ts';
import { compileFilter } from './filter-policy.ts';

type Policy = Readonly<Record<string, unknown>>;

function passesBody(policy: Policy, body: unknown): boolean {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return compileFilter(JSON.stringify(policy), 'MessageBody')({ body: text, attributes: {} });
}

function passesAttributes(policy: Policy, attributes: Readonly<Record<string, MessageAttribute>>): boolean {
  return compileFilter(JSON.stringify(policy), 'MessageAttributes')({ body: '', attributes });
}

const text = (StringValue: string): MessageAttribute => ({ DataType: 'String', StringValue });
const number = (StringValue: string): MessageAttribute => ({ DataType: 'Number', StringValue });
const list = (...items: unknown[]): MessageAttribute => ({
  DataType: 'String.Array',
  StringValue: JSON.stringify(items),
});

describe('attributes', () => {
  test.each<[string, Policy, Record<string, MessageAttribute>, boolean]>([
    ['exact', { kind: ['a', 'b'] }, { kind: text('b') }, true],
    ['exact, other', { kind: ['a', 'b'] }, { kind: text('c') }, false],
    ['absent', { kind: ['a'] }, {}, false],
    ['all names must match', { kind: ['a'], size: ['L'] }, { kind: text('a'), size: text('M') }, false],
    ['prefix', { kind: [{ prefix: 'thing-' }] }, { kind: text('thing-1') }, true],
    ['suffix', { file: [{ suffix: '.png' }] }, { file: text('x.jpg') }, false],
    ['equals-ignore-case', { kind: [{ 'equals-ignore-case': 'tennis' }] }, { kind: text('TENNIS') }, true],
    ['anything-but', { kind: [{ 'anything-but': ['a', 'b'] }] }, { kind: text('c') }, true],
    ['anything-but, listed', { kind: [{ 'anything-but': ['a', 'b'] }] }, { kind: text('a') }, false],
    ['anything-but, absent', { kind: [{ 'anything-but': 'a' }] }, {}, false],
    [
      'anything-but prefix',
      { kind: [{ 'anything-but': { prefix: 'bad-' } }] },
      { kind: text('bad-1') },
      false,
    ],
    ['exists', { kind: [{ exists: true }] }, { kind: text('x') }, true],
    [
      'binary is not seen',
      { kind: [{ exists: true }] },
      { kind: { DataType: 'Binary', BinaryValue: 'AA==' } },
      false,
    ],
    ['no names at all', {}, { kind: text('x') }, true],
    ['exists not', { kind: [{ exists: false }] }, { other: text('x') }, true],
    ['exists not, but does', { kind: [{ exists: false }] }, { kind: text('x') }, false],
    ['numeric equal', { price: [{ numeric: ['=', 301.5] }] }, { price: number('3.015e2') }, true],
    ['numeric range', { price: [{ numeric: ['>', 0, '<=', 150] }] }, { price: number('150') }, true],
    ['numeric range, outside', { price: [{ numeric: ['>', 0, '<=', 150] }] }, { price: number('0') }, false],
    ['numeric sees numbers only', { price: [{ numeric: ['>', 0] }] }, { price: text('10') }, false],
    ['a list matches by one item', { kind: ['a'] }, { kind: list('x', 'a') }, true],
    [
      'a list, anything-but by one item',
      { kind: [{ 'anything-but': ['a'] }] },
      { kind: list('a', 'c') },
      true,
    ],
    ['a list, all listed', { kind: [{ 'anything-but': ['a', 'c'] }] }, { kind: list('a', 'c') }, false],
    ['a list of numbers', { sizes: [{ numeric: ['>', 5] }] }, { sizes: list(1, 7) }, true],
    ['cidr', { from: [{ cidr: '10.0.0.0/24' }] }, { from: text('10.0.0.255') }, true],
    ['cidr, outside', { from: [{ cidr: '10.0.0.0/24' }] }, { from: text('10.0.1.0') }, false],
    ['cidr of IPv6', { from: [{ cidr: '2001:db8::/32' }] }, { from: text('2001:db8::1') }, true],
    ['or', { size: ['L'], $or: [{ a: ['1'] }, { b: ['2'] }] }, { size: text('L'), b: text('2') }, true],
    [
      'or, none',
      { size: ['L'], $or: [{ a: ['1'] }, { b: ['2'] }] },
      { size: text('L'), b: text('1') },
      false,
    ],
  ])('%s', (_case, policy, ...[attributes, expected]) => {
    expect(passesAttributes(policy, attributes)).toBe(expected);
  });
});

describe('bodies', () => {
  test.each<[string, Policy, unknown, boolean]>([
    ['nested', { thing: { kind: ['a'] } }, { thing: { kind: 'a', more: 1 } }, true],
    ['nested, other', { thing: { kind: ['a'] } }, { thing: { kind: 'b' } }, false],
    ['an array matches by one element', { tags: ['x'] }, { tags: ['y', 'x'] }, true],
    ['an array, none', { tags: ['x'] }, { tags: ['y'] }, false],
    ['an array of objects', { links: { kind: ['a'] } }, { links: [{ kind: 'b' }, { kind: 'a' }] }, true],
    ['an array of objects, none', { links: { kind: ['a'] } }, { links: [{ kind: 'b' }] }, false],
    ['null, true and numbers', { a: [null], b: [true], c: [1.5] }, { a: null, b: true, c: 1.5 }, true],
    ['a number is no text', { c: ['1'] }, { c: 1 }, false],
    [
      'one element has it all',
      { links: { a: [1], b: [2] } },
      {
        links: [
          { a: 1, b: 1 },
          { a: 2, b: 2 },
        ],
      },
      false,
    ],
    ['exists', { thing: { kind: [{ exists: true }] } }, { thing: {} }, false],
    ['exists not in an empty array', { tags: [{ exists: false }] }, { tags: [] }, true],
    ['or inside', { thing: { $or: [{ a: [1] }, { b: [2] }] } }, { thing: { b: 2 } }, true],
    ['no JSON', { a: [1] }, 'hello', false],
    ['no object', { a: [1] }, [{ a: 1 }], false],
    ['no JSON, and a name that must be absent', { a: [{ exists: false }] }, 'hello', false],
    ['no object, and a name that must be absent', { a: [{ exists: false }] }, [1], false],
    ['no JSON, and an empty policy', {}, 'hello', false],
    ['an object, and an empty policy', {}, { a: 1 }, true],
  ])('%s', (_case, policy, ...[body, expected]) => {
    expect(passesBody(policy, body)).toBe(expected);
  });
});

test('a condition and its anything-but divide the values', () => {
  const value = fc.oneof(fc.string({ minLength: 1 }), fc.integer());
  fc.assert(
    fc.property(value, value, (wanted, given) => {
      const isEqual = passesBody({ a: [wanted] }, { a: given });
      const isOther = passesBody({ a: [{ 'anything-but': [wanted] }] }, { a: given });
      expect(isEqual).toBe(wanted === given);
      expect(isOther).toBe(!isEqual);
    }),
  );
});

test.each<[string, Policy, string]>([
  ['six names', Object.fromEntries([1, 2, 3, 4, 5, 6].map((n) => [`k${n}`, ['a']])), 'more than 5 keys'],
  ['no list', { a: 'x' }, '"a" must be an object or an array'],
  ['an empty list', { a: [] }, 'Empty arrays are not allowed'],
  ['an unknown operator', { a: [{ regex: 'x*' }] }, 'Unrecognized match type regex'],
  ['wildcard, which only event buses have', { a: [{ wildcard: 'x*' }] }, 'Unrecognized match type wildcard'],
  [
    'anything-but a wildcard inside $or',
    { $or: [{ a: [1] }, { b: { c: [{ 'anything-but': { wildcard: 'x*' } }] } }] },
    'Unsupported anything-but pattern: wildcard',
  ],
  [
    'a prefix in any case, which only event buses have',
    { a: [{ prefix: { 'equals-ignore-case': 'x' } }] },
    'a match expression must be a string here',
  ],
  [
    'anything-but in any case, which only event buses have',
    { a: [{ 'anything-but': { 'equals-ignore-case': 'x' } }] },
    'Unsupported anything-but pattern: equals-ignore-case',
  ],
  ['two operators', { a: [{ prefix: 'x', suffix: 'y' }] }, 'Only one key allowed in match expression'],
  ['a prefix of numbers', { a: [{ prefix: 1 }] }, 'FilterPolicy: a match expression must be a string here'],
  ['exists maybe', { a: [{ exists: 'yes' }] }, 'exists match pattern must be either true or false.'],
  [
    'anything-but of an unknown operator',
    { a: [{ 'anything-but': { regex: 'x' } }] },
    'Unsupported anything-but pattern: regex',
  ],
  ['numeric of nothing', { a: [{ numeric: [] }] }, 'Value of numeric must be an array'],
  ['numeric operator', { a: [{ numeric: ['<>', 1] }] }, 'Unrecognized numeric range operator: <>'],
  ['an empty range', { a: [{ numeric: ['>', 5, '<', 5] }] }, 'Bottom must be less than top'],
  ['a range upside down', { a: [{ numeric: ['>=', 5, '<=', 1] }] }, 'Bottom must be less than top'],
  ['a range from its top', { a: [{ numeric: ['<', 5, '>', 1] }] }, 'Too many terms in numeric range'],
  [
    'a range of two bottoms',
    { a: [{ numeric: ['>', 1, '>', 5] }] },
    'Unrecognized numeric range operator: >',
  ],
  ['numeric text', { a: [{ numeric: ['=', '1'] }] }, 'Value of numeric range must be a number'],
  ['cidr', { a: [{ cidr: '10.0.0.0' }] }, 'Malformed CIDR, 10.0.0.0'],
  [
    'too complex',
    Object.fromEntries(['a', 'b'].map((k) => [k, Array.from({ length: 13 }, (_, n) => n)])),
    'too complex',
  ],
])('refused: %s', (_case, policy, message) => {
  expect(() => compileFilter(JSON.stringify(policy), 'MessageBody')).toThrow(message);
});

test('attributes do not nest', () => {
  expect(() => compileFilter('{ "a": { "b": ["x"] } }', 'MessageAttributes')).toThrow(
    'does not support nested',
  );
});

test('attributes do not nest inside $or either', () => {
  const policy = { $or: [{ a: ['x'] }, { b: { c: ['x'] } }] };
  expect(() => compileFilter(JSON.stringify(policy), 'MessageAttributes')).toThrow('does not support nested');
});
