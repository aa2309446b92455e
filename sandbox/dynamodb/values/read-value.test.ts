import { expect, test } from 'vitest';
import { readItem, readValue } from './read-value.ts';

test('a value that is right already is given back as it is', () => {
  const item = { list: { L: [{ N: '1.5' }, { M: { a: { SS: ['x'] } } }] } };
  expect(readItem(item)).toBe(item);
});

test('numbers are put into their one text, deep inside as well', () => {
  expect(readValue({ L: [{ M: { a: { N: '1.50' } } }] })).toEqual({ L: [{ M: { a: { N: '1.5' } } }] });
});

test('names that objects inherit are plain names', () => {
  const item = JSON.parse('{"__proto__":{"N":"01"},"constructor":{"S":"x"}}') as unknown;
  expect(JSON.stringify(readItem(item))).toBe('{"__proto__":{"N":"1"},"constructor":{"S":"x"}}');
});

test.each([
  [{}, 'Supplied AttributeValue is empty, must contain exactly one of the supported datatypes'],
  [{ S: 'a', N: '1' }, 'Supplied AttributeValue has more than one datatypes set'],
  [{ NULL: false }, 'Null attribute value types must have the value of true'],
  [{ SS: [] }, 'An string set  may not be empty'],
  [{ NS: [] }, 'An number set  may not be empty'],
  [{ BS: [] }, 'Binary sets should not be empty'],
  [{ SS: ['a', 'a'] }, 'Input collection [a, a] contains duplicates.'],
  [{ NS: ['1', '1.0'] }, 'Input collection contains duplicates'],
  [{ S: 5 }, 'NUMBER_VALUE cannot be converted to String'],
  [{ BOOL: 'true' }, 'STRING_VALUE cannot be converted to Boolean'],
  [{ L: {} }, 'Start of structure or map found where not expected'],
  [{ B: 'no base64!' }, 'cannot be converted'],
])('%j is refused', (value, message) => {
  expect(() => readValue(value)).toThrow(message);
});

test('nesting has a limit', () => {
  let value: unknown = { S: 'deep' };
  for (let level = 0; level < 33; level += 1) value = { L: [value] };
  expect(() => readValue(value)).toThrow('Nesting Levels have exceeded supported limits');
});
