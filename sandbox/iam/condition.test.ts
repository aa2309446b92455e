import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { conditionsHold, matchesWildcards } from './condition.ts';

describe('conditions', () => {
  it.each<[string, string, string | undefined, string[], boolean]>([
    ['StringEquals', 'k', 'a', ['b', 'a'], true],
    ['StringEquals', 'k', 'A', ['a'], false],
    ['StringEquals', 'k', undefined, ['a'], false],
    ['StringEqualsIfExists', 'k', undefined, ['a'], true],
    ['StringNotEquals', 'k', 'a', ['a', 'b'], false],
    ['StringNotEquals', 'k', 'c', ['a', 'b'], true],
    ['StringNotEquals', 'k', undefined, ['a'], true],
    ['StringEqualsIgnoreCase', 'k', 'A', ['a'], true],
    ['StringLike', 'k', 'things-1', ['things-*'], true],
    ['StringLike', 'k', 'things-12', ['things-?'], false],
    ['StringNotLike', 'k', 'widgets', ['things*'], true],
    ['ArnEquals', 'k', 'arn:aws:sns:r:1:t', ['arn:aws:sns:r:1:t'], true],
    ['ArnLike', 'k', 'arn:aws:sns:r:1:topic', ['arn:aws:sns:*:1:t*'], true],
    ['ArnLike', 'k', 'arn:aws:sns:r:1:topic', ['arn:aws:s*:topic'], false],
    ['Bool', 'k', 'true', ['false'], false],
    ['Null', 'k', undefined, ['true'], true],
    ['Null', 'k', 'a', ['true'], false],
  ])('%s %s: %j against %j is %s', (...[operator, key, actual, wanted, expected]) => {
    const context = new Map(actual === undefined ? [] : [[key, actual]]);
    expect(conditionsHold({ [operator]: { [key]: wanted } }, context)).toBe(expected);
  });

  it('all have to hold', () => {
    const both = { StringEquals: { a: ['1'], b: ['2'] } };
    const context = (b: string) => new Map(Object.entries({ a: '1', b }));
    expect(conditionsHold(both, context('2'))).toBe(true);
    expect(conditionsHold(both, context('3'))).toBe(false);
  });

  it('wildcards agree with the regular expression that they stand for', () => {
    const piece = fc.constantFrom('a', 'b', '.', '*', '?', '\\', '(');
    fc.assert(
      fc.property(fc.array(piece), fc.array(fc.constantFrom('a', 'b', '.', '\\', '(')), (pieces, chars) => {
        const spelled = new Map(Object.entries({ '*': '.*', '?': '.', a: 'a', b: 'b' }));
        const source = pieces.map((char) => spelled.get(char) ?? `\\${char}`).join('');
        const expected = new RegExp(`^${source}$`).test(chars.join(''));
        expect(matchesWildcards(chars.join(''), pieces.join(''))).toBe(expected);
      }),
    );
  });
});
