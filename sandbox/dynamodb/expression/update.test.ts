import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { AttributeValue, Item } from '../values/attribute-value.ts';
import { compileUpdate } from './compile-update.ts';
import { parseUpdate } from './parse-update.ts';
import { projectionOf } from './projection.ts';
import { Scope } from './scope.ts';

const number = (value: number): AttributeValue => ({ N: String(value) });
const numbers = (...values: readonly number[]): AttributeValue => ({ L: values.map(number) });

function compile(text: string, values: Record<string, AttributeValue> = {}) {
  return compileUpdate(parseUpdate(text), new Scope({ '#n': 'n' }, values));
}

function update(item: Item, text: string, values: Record<string, AttributeValue> = {}): Item {
  return compile(text, values).apply(item);
}

test.each<[string, Item, string, Record<string, AttributeValue>, Item]>([
  ['sets', { a: number(1) }, 'SET a = :v', { ':v': number(2) }, { a: number(2) }],
  ['copies', { a: number(1) }, 'SET b = a', {}, { a: number(1), b: number(1) }],
  [
    'swaps, as every clause sees the old item',
    { a: number(1), b: number(2) },
    'SET a = b, b = a',
    {},
    { a: number(2), b: number(1) },
  ],
  ['adds', { a: number(1) }, 'SET a = a + :v', { ':v': number(2) }, { a: number(3) }],
  ['subtracts, in parentheses', { a: number(1) }, 'SET a = (a - :v)', { ':v': number(2) }, { a: number(-1) }],
  ['defaults', {}, 'SET a = if_not_exists(a, :v) + :v', { ':v': number(1) }, { a: number(2) }],
  ['appends', { l: numbers(1) }, 'SET l = list_append(l, :v)', { ':v': numbers(2) }, { l: numbers(1, 2) }],
  [
    'appends to nothing',
    {},
    'SET l = list_append(if_not_exists(l, :e), :v)',
    { ':e': numbers(), ':v': numbers(2) },
    { l: numbers(2) },
  ],
  ['sets an element', { l: numbers(1, 2) }, 'SET l[1] = :v', { ':v': number(9) }, { l: numbers(1, 9) }],
  [
    'appends elements beyond the end in their order',
    { l: numbers(1) },
    'SET l[9] = :b, l[5] = :a',
    { ':a': number(5), ':b': number(9) },
    { l: numbers(1, 5, 9) },
  ],
  [
    'sets inside maps',
    { m: { M: { x: number(1) } } },
    'SET m.y = :v',
    { ':v': number(2) },
    { m: { M: { x: number(1), y: number(2) } } },
  ],
  ['removes', { a: number(1), b: number(2) }, 'REMOVE a, gone', {}, { b: number(2) }],
  [
    'removes elements by their old indexes',
    { l: numbers(1, 2, 3) },
    'REMOVE l[0], l[1]',
    {},
    { l: numbers(3) },
  ],
  ['adds to a number that is not there', {}, 'ADD #n :v', { ':v': number(2) }, { n: number(2) }],
  [
    'adds to a set',
    { s: { SS: ['a'] } },
    'ADD s :v',
    { ':v': { SS: ['a', 'b'] } },
    { s: { SS: ['a', 'b'] } },
  ],
  [
    'deletes from a set',
    { s: { NS: ['1', '2'] } },
    'DELETE s :v',
    { ':v': { NS: ['1'] } },
    { s: { NS: ['2'] } },
  ],
  ['deletes a set with its last element', { s: { SS: ['a'] } }, 'DELETE s :v', { ':v': { SS: ['a'] } }, {}],
])('%s', (...row) => {
  const [, item, text, values, expected] = row;
  expect(update(item, text, values)).toEqual(expected);
});

test.each<[string, Record<string, AttributeValue>, string]>([
  ['', {}, 'The expression can not be empty;'],
  ['CHANGE a = b', {}, 'Syntax error; token: "CHANGE", near: "CHANGE a"'],
  ['SET a', {}, 'Syntax error; token: "<EOF>", near: "a"'],
  [`SET a = ${'('.repeat(4_000)}`, {}, 'The expression has more than 300 parentheses inside each other'],
  [
    'SET a = :v SET b = :v',
    { ':v': number(1) },
    'The "SET" section can only be used once in an update expression;',
  ],
  [
    'SET a.b = :v, a = :v',
    { ':v': number(1) },
    'Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [a, b], path two: [a]',
  ],
  [
    'SET a.b = :v, a[0] = :v',
    { ':v': number(1) },
    'Two document paths conflict with each other; must remove or rewrite one of these paths; path one: [a, b], path two: [a, [0]]',
  ],
  ['SET a = size(b)', {}, 'Invalid function name; function: size'],
  [
    'SET a = list_append(b)',
    {},
    'Incorrect number of operands for operator or function; operator or function: list_append, number of operands: 1',
  ],
  [
    'SET a = a + :v',
    { ':v': { S: 'x' } },
    'Incorrect operand type for operator or function; operator or function: +, operand type: S',
  ],
  [
    'ADD a :v',
    { ':v': { S: 'x' } },
    'Incorrect operand type for operator or function; operator: ADD, operand type: STRING, typeSet: ALLOWED_FOR_ADD_OPERAND',
  ],
  ['REMOVE name', {}, 'Attribute name is a reserved keyword; reserved keyword: name'],
])('%s is refused', (text, values, message) => {
  expect(() => compile(text, values)).toThrow(message);
});

test.each<[string, Record<string, AttributeValue>, string]>([
  ['SET a = gone', {}, 'The provided expression refers to an attribute that does not exist in the item'],
  [
    'SET gone.x = :v',
    { ':v': number(1) },
    'The document path provided in the update expression is invalid for update',
  ],
  [
    'SET a.x = :v',
    { ':v': number(1) },
    'The document path provided in the update expression is invalid for update',
  ],
  ['SET b = b + :v', { ':v': number(1) }, 'An operand in the update expression has an incorrect data type'],
  ['ADD b :v', { ':v': number(1) }, 'An operand in the update expression has an incorrect data type'],
])('%s does not suit the item', (text, values, message) => {
  expect(() => update({ a: number(1), b: { S: 'x' } }, text, values)).toThrow(message);
});

const smallNumbers = fc.integer({ min: -1_000, max: 1_000 });
const sets = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd'), { minLength: 1 });

test('what was set is there, and the rest is as it was', () => {
  fc.assert(
    fc.property(smallNumbers, smallNumbers, (before, after) => {
      const item = { a: number(before), rest: { S: 'kept' } };
      expect(update(item, 'SET a = :v', { ':v': number(after) })).toEqual({ ...item, a: number(after) });
    }),
  );
});

test('an update never changes the item that it was given', () => {
  const item = { l: numbers(1, 2), m: { M: { x: number(1) } }, s: { SS: ['a'] } };
  const copy = structuredClone(item);
  update(item, 'SET l[0] = :v, m.x = :v REMOVE l[1] DELETE s :s', { ':v': number(7), ':s': { SS: ['a'] } });
  expect(item).toEqual(copy);
});

test('additions of numbers commute and add up', () => {
  fc.assert(
    fc.property(fc.array(smallNumbers, { minLength: 1, maxLength: 8 }), (amounts) => {
      const after = (order: readonly number[]): Item =>
        order.reduce<Item>((item, amount) => update(item, 'ADD n :v', { ':v': number(amount) }), {});
      expect(after(amounts)).toEqual({ n: number(amounts.reduce((sum, amount) => sum + amount, 0)) });
      expect(after(amounts.toReversed())).toEqual(after(amounts));
    }),
  );
});

test('adding and deleting the same elements leaves a set without them', () => {
  fc.assert(
    fc.property(sets, sets, (before, elements) => {
      const values = { ':v': { SS: elements } };
      const added = update({ s: { SS: before } }, 'ADD s :v', values);
      const left = before.filter((element) => !elements.includes(element));
      expect(update(added, 'DELETE s :v', values)).toEqual(left.length === 0 ? {} : { s: { SS: left } });
      expect(update(added, 'ADD s :v', values)).toEqual(added);
    }),
  );
});

test('a projection onto parts gives exactly the parts', () => {
  const item = { a: { M: { b: number(1), c: number(2) } }, l: numbers(1, 2, 3) };
  expect(
    projectionOf([
      ['a', 'b'],
      ['l', 2],
      ['l', 0],
      ['gone', 'x'],
    ]).cut(item),
  ).toEqual({
    a: { M: { b: number(1) } },
    l: numbers(1, 3),
  });
});
