import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Json } from '../../kernel/json.ts';
import { seededRandom } from '../../kernel/random.ts';
import { SyntaxProblem } from './errors.ts';
import { pathOf } from './json-path.ts';
import { placeAt } from './reference-path.ts';
import { templateOf } from './payload-template.ts';
import type { Scope } from './json-path.ts';

const input: Json = {
  a: [{ b: 1 }, { b: 2 }, { c: 3 }],
  'x-y': { z: null },
  'with space': true,
  d: { b: 9 },
};
const scope: Scope = { input, context: () => ({ State: { Name: 'Here' } }), random: seededRandom(1) };

test.each<[string, Json | undefined]>([
  ['$', input],
  ['$.d.b', 9],
  ["$['with space']", true],
  ['$["x-y"].z', null],
  ['$.a[1].b', 2],
  ["$.a.[1].['b']", 2],
  ['$.a[-1].c', 3],
  ['$.a[7]', undefined],
  ['$.nothing.below', undefined],
  ['$.a.length', undefined],
  ['$.toString', undefined],
  ['$$.State.Name', 'Here'],
  ['$.a[*].b', [1, 2]],
  ['$.a[0:2]', [{ b: 1 }, { b: 2 }]],
  ['$.a[0,2]', [{ b: 1 }, { c: 3 }]],
  ['$..b', [1, 2, 9]],
  ['$.nothing[*]', []],
])('%s', (text, wanted) => {
  expect(pathOf(text).read(scope)).toEqual(wanted);
});

test.each(['a.b', '$.a[?(@.b==1)]', '$.length()', '$.a..', '$.', '$[', "$['a','d']", '$.a[`x`]', ''])(
  '%s is refused',
  (text) => {
    expect(() => pathOf(text)).toThrow(SyntaxProblem);
  },
);

test.each<[string, Json, Json]>([
  ['$.new', { a: 1 }, { a: 1, new: 'v' }],
  ['$.a.b.c', {}, { a: { b: { c: 'v' } } }],
  ['$.list[1]', { list: [1, 2] }, { list: [1, 'v'] }],
  ['$', { a: 1 }, 'v'],
  ['$.__proto__', { a: 1 }, JSON.parse('{"a":1,"__proto__":"v"}') as Json],
])('a result placed at %s', (path, target, wanted) => {
  expect(placeAt(target, path, 'v')).toEqual(wanted);
});

test('a result cannot be placed inside a number, nor outside an array', () => {
  expect(() => placeAt({ a: 1 }, '$.a.b', 2)).toThrow(/ReferencePath/);
  expect(() => placeAt({ a: [1] }, '$.a[3]', 2)).toThrow(/ReferencePath/);
  expect(() => placeAt({}, '$.a[*]', 2)).toThrow(SyntaxProblem);
});

test('law: what was placed at a path is read there, everything else stays, and the target is not changed', () => {
  const key = fc.stringMatching(/^[a-z]{1,3}$/);
  fc.assert(
    fc.property(
      fc.array(key, { minLength: 1, maxLength: 4 }),
      fc.dictionary(key, fc.integer()),
      fc.jsonValue(),
      (keys, others, value) => {
        const [first = '', ...below] = keys;
        const target = Object.fromEntries(Object.entries(others).filter(([name]) => name !== first));
        const before = JSON.stringify(target);
        const path = `$.${[first, ...below].join('.')}`;
        const placed = placeAt(target, path, value as Json);
        expect(pathOf(path).read({ ...scope, input: placed })).toEqual(value);
        expect(placed).toMatchObject(target);
        expect(JSON.stringify(target)).toBe(before);
      },
    ),
  );
});

test('a payload template keeps what is plain and fills what ends in .$', () => {
  const template = {
    plain: ['x', { 'n.$': '$.d.b' }],
    'at.$': '$$.State.Name',
    'made.$': "States.Format('{}!', $.d.b)",
  };
  expect(templateOf(template)(scope)).toEqual({ plain: ['x', { n: 9 }], at: 'Here', made: '9!' });
  expect(() => templateOf({ 'a.$': '$.nothing' })(scope)).toThrow(/could not be found/);
  expect(() => templateOf({ 'a.$': 5 })).toThrow(SyntaxProblem);
});
