import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Json } from '../../kernel/json.ts';
import { seededRandom } from '../../kernel/random.ts';
import { compileIntrinsic } from './intrinsic-syntax.ts';
import { SyntaxProblem } from './errors.ts';

const input: Json = { n: 3, list: [1, 2, 3, 3], name: 'Ann', obj: { a: 1 }, json: '{"x":[1]}' };
const run = (text: string, of: Json = input): Json =>
  compileIntrinsic(text)({ input: of, context: () => ({ Task: { Token: 'tok' } }), random: seededRandom(7) });

test.each<[string, Json]>([
  ["States.Format('Hi {}, {}!', $.name, $.n)", 'Hi Ann, 3!'],
  ["States.Format('\\{\\} is {} in \\'quotes\\' \\\\', $.obj)", '{} is {"a":1} in \'quotes\' \\'],
  ['States.StringToJson($.json)', { x: [1] }],
  ['States.JsonToString($.obj)', '{"a":1}'],
  ["States.Array($.n, 'a', true, null, -1.5, $$.Task.Token)", [3, 'a', true, null, -1.5, 'tok']],
  ['States.Array()', []],
  ['States.ArrayPartition($.list, 3)', [[1, 2, 3], [3]]],
  ['States.ArrayContains($.list, 2)', true],
  ["States.ArrayContains($.list, '2')", false],
  ['States.ArrayRange(1, 9, 4)', [1, 5, 9]],
  ['States.ArrayRange(3, 0, -2)', [3, 1]],
  ['States.ArrayGetItem($.list, 1)', 2],
  ['States.ArrayLength($.list)', 4],
  ['States.ArrayUnique($.list)', [1, 2, 3]],
  ["States.Base64Encode('Data to encode')", 'RGF0YSB0byBlbmNvZGU='],
  ["States.Base64Decode('RGF0YQ==')", 'Data'],
  ["States.Hash('input data', 'SHA-1')", 'aaff4a450a104cd177d28d18d74485e8cae074b7'],
  ['States.JsonMerge($.obj, States.StringToJson(\'{"a":2,"b":3}\'), false)', { a: 2, b: 3 }],
  ['States.MathAdd($.n, -1)', 2],
  ["States.StringSplit('a,b.c,,d', ',.')", ['a', 'b', 'c', 'd']],
])('%s', (text, wanted) => {
  expect(run(text)).toEqual(wanted);
});

test('random functions draw from what was handed in', () => {
  expect(run('States.UUID()')).toMatch(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
  expect(run('States.MathRandom(1, 100)')).toBe(run('States.MathRandom(1, 100)'));
  expect(run('States.MathRandom(5, 6)')).toBe(5);
});

test.each([
  'States.Nope()',
  "States.Format('a'",
  'States.UUID(1)',
  'States.Array(1,)',
  'MathAdd(1,2)',
  'States.Array(x)',
])('%s is refused', (text) => {
  expect(() => compileIntrinsic(text)).toThrow(SyntaxProblem);
});

test.each([
  'States.ArrayGetItem($.list, 9)',
  "States.Format('{} {}', 1)",
  'States.MathAdd($.name, 1)',
  'States.JsonMerge($.obj, $.obj, true)',
  'States.StringToJson($.name)',
  'States.ArrayRange(0, 5000, 1)',
  "States.Hash('a', 'CRC32')",
  'States.ArrayLength($.missing)',
])('%s fails as States.IntrinsicFailure', (text) => {
  expect(() => run(text)).toThrow(expect.objectContaining({ error: 'States.IntrinsicFailure' }) as Error);
});

test('law: what was written as JSON or Base64 is read back', () => {
  fc.assert(
    fc.property(fc.json(), fc.string({ unit: 'grapheme', maxLength: 50 }), (json, text) => {
      // What JSON can say: it has no -0, for one.
      const value = JSON.parse(json) as Json;
      expect(run('States.StringToJson(States.JsonToString($))', value)).toEqual(value);
      expect(run('States.Base64Decode(States.Base64Encode($))', text)).toBe(text);
    }),
  );
});

test('law: the partitions of a list, put together, are the list', () => {
  fc.assert(
    fc.property(fc.array(fc.integer()), fc.integer({ min: 1, max: 9 }), (list, size) => {
      const parts = run(`States.ArrayPartition($, ${String(size)})`, list) as Json[][];
      expect(parts.flat()).toEqual(list);
      expect(parts.every(({ length }) => length > 0 && length <= size)).toBe(true);
    }),
  );
});
