import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compilePattern } from './pattern.ts';

const matches = (pattern: unknown, event: unknown): boolean => compilePattern(JSON.stringify(pattern))(event);

describe('event patterns', () => {
  it.each<[string, unknown, unknown, boolean]>([
    ['equal text', { a: ['x'] }, { a: 'x' }, true],
    ['other text', { a: ['x'] }, { a: 'y' }, false],
    ['one of several', { a: ['x', 'y'] }, { a: 'y' }, true],
    ['a missing field', { a: ['x'] }, {}, false],
    ['two fields, one wrong', { a: ['x'], b: ['y'] }, { a: 'x', b: 'z' }, false],
    ['nested fields', { d: { e: { f: [1] } } }, { d: { e: { f: 1 } } }, true],
    ['a number is no text', { a: ['1'] }, { a: 1 }, false],
    ['equal numbers spelt differently', { a: [300] }, { a: 3e2 }, true],
    ['null', { a: [null] }, { a: null }, true],
    ['null is not missing', { a: [null] }, {}, false],
    ['the empty text', { a: [''] }, { a: '' }, true],
    ['true', { a: [true] }, { a: true }, true],
    ['an array with a fitting element', { a: ['y'] }, { a: ['x', 'y'] }, true],
    ['an object where a value is wanted', { a: ['y'] }, { a: { y: 1 } }, false],
    ['a value where an object is wanted', { a: { b: ['y'] } }, { a: 'y' }, false],
    ['one element satisfies both fields', { l: { a: [1], b: [2] } }, { l: [{ a: 1, b: 2 }] }, true],
    ['two elements share the fields', { l: { a: [1], b: [2] } }, { l: [{ a: 1 }, { b: 2 }] }, false],
    ['prefix', { a: [{ prefix: 'us-' }] }, { a: 'us-east-1' }, true],
    ['prefix, wrong', { a: [{ prefix: 'us-' }] }, { a: 'eu-us-1' }, false],
    ['prefix, any case', { a: [{ prefix: { 'equals-ignore-case': 'US-' } }] }, { a: 'us-east-1' }, true],
    ['suffix', { a: [{ suffix: '.png' }] }, { a: 'cat.png' }, true],
    ['suffix, any case', { a: [{ suffix: { 'equals-ignore-case': '.PNG' } }] }, { a: 'cat.png' }, true],
    ['prefix of a number', { a: [{ prefix: '1' }] }, { a: 12 }, false],
    ['equals ignoring case', { a: [{ 'equals-ignore-case': 'ALICE' }] }, { a: 'Alice' }, true],
    ['anything but', { a: [{ 'anything-but': 'x' }] }, { a: 'y' }, true],
    ['anything but, refused', { a: [{ 'anything-but': ['x', 'y'] }] }, { a: 'y' }, false],
    ['anything but, numbers', { a: [{ 'anything-but': [1, 2] }] }, { a: 3 }, true],
    ['anything but, missing', { a: [{ 'anything-but': 'x' }] }, {}, false],
    ['anything but prefix', { a: [{ 'anything-but': { prefix: ['x', 'y'] } }] }, { a: 'yz' }, false],
    ['anything but suffix', { a: [{ 'anything-but': { suffix: '.png' } }] }, { a: 'cat.jpg' }, true],
    ['anything but, any case', { a: [{ 'anything-but': { 'equals-ignore-case': 'X' } }] }, { a: 'x' }, false],
    ['anything but a wildcard', { a: [{ 'anything-but': { wildcard: '*/lib/*' } }] }, { a: '/lib/x' }, false],
    ['a range', { a: [{ numeric: ['>', 0, '<=', 5] }] }, { a: 5 }, true],
    ['a range, below', { a: [{ numeric: ['>', 0, '<=', 5] }] }, { a: 0 }, false],
    ['numeric over text', { a: [{ numeric: ['=', 5] }] }, { a: '5' }, false],
    ['exists', { a: [{ exists: true }] }, { a: null }, true],
    ['exists not', { a: { b: [{ exists: false }] } }, {}, true],
    ['exists is about leaves', { a: [{ exists: true }] }, { a: { b: 1 } }, false],
    ['an empty array does not exist', { a: [{ exists: false }] }, { a: [] }, true],
    ['missing or equal', { a: [{ exists: false }, 'x'] }, { a: 'x' }, true],
    ['wildcard', { a: [{ wildcard: 'dir/*.png' }] }, { a: 'dir/cat.png' }, true],
    ['wildcard needs both ends', { a: [{ wildcard: 'ab*ba' }] }, { a: 'aba' }, false],
    ['wildcard, several', { a: [{ wildcard: '*a*b*' }] }, { a: 'xaxbx' }, true],
    ['an escaped star', { a: [{ wildcard: 'a\\**' }] }, { a: 'a*b' }, true],
    ['an escaped star is no wildcard', { a: [{ wildcard: 'a\\*' }] }, { a: 'ab' }, false],
    ['cidr', { a: [{ cidr: '10.0.0.0/24' }] }, { a: '10.0.0.7' }, true],
    ['cidr, outside', { a: [{ cidr: '10.0.0.0/24' }] }, { a: '10.0.1.7' }, false],
    ['cidr, version 6', { a: [{ cidr: '2001:db8::/32' }] }, { a: '2001:db8::1' }, true],
    ['cidr over nonsense', { a: [{ cidr: '10.0.0.0/24' }] }, { a: 'ten' }, false],
    ['$or, first', { $or: [{ a: ['x'] }, { b: ['y'] }], c: ['z'] }, { a: 'x', c: 'z' }, true],
    ['$or, second', { $or: [{ a: ['x'] }, { b: ['y'] }] }, { a: 'w', b: 'y' }, true],
    ['$or, neither', { $or: [{ a: ['x'] }, { b: ['y'] }] }, { a: 'w' }, false],
    ['inherited names are no fields', { constructor: [{ exists: true }] }, {}, false],
  ])('%s', (...[, pattern, event, expected]) => {
    expect(matches(pattern, event)).toBe(expected);
  });

  it.each<[string, string]>([
    ['"text"', 'Filter is not an object'],
    ['{', 'Filter is not an object'],
    ['{}', 'Empty objects are not allowed'],
    ['{"a":{}}', 'Empty objects are not allowed'],
    ['{"a":[]}', 'Empty arrays are not allowed'],
    ['{"a":"x"}', '"a" must be an object or an array'],
    ['{"a":[["x"]]}', 'Match value must be String'],
    ['{"a":[{"sounds-like":"x"}]}', 'Unrecognized match type sounds-like'],
    ['{"a":[{"prefix":"x","suffix":"y"}]}', 'Only one key allowed'],
    ['{"a":[{"exists":"yes"}]}', 'exists match pattern must be either true or false'],
    ['{"a":[{"numeric":["~",1]}]}', 'Unrecognized numeric range operator'],
    ['{"a":[{"numeric":[">","1"]}]}', 'Value of numeric range must be a number'],
    ['{"a":[{"numeric":["<=",1,">=",2]}]}', 'Too many terms in numeric range expression'],
    ['{"a":[{"numeric":[">",2,"<",1]}]}', 'Bottom must be less than top'],
    ['{"a":[{"numeric":["constructor",1]}]}', 'Unrecognized numeric range operator'],
    ['{"a":[{"wildcard":"a**"}]}', 'Consecutive wildcard'],
    ['{"a":[{"cidr":"10.0.0.0"}]}', 'Malformed CIDR'],
    ['{"a":[{"anything-but":[1,"x"]}]}', 'Inside anything-but'],
    ['{"$or":[{"a":[1]}]}', '"$or" must be an array'],
  ])('refuses %s', (pattern, reason) => {
    expect(() => compilePattern(pattern)).toThrow(`Event pattern is not valid. Reason: ${reason}`);
  });

  it('refuses in a pipe what only buses know', () => {
    expect(() => compilePattern('{"a":[{"wildcard":"x*"}]}', 'pipe')).toThrow('Unrecognized match type');
    expect(() => compilePattern('{"a":[{"anything-but":{"prefix":"x"}}]}', 'pipe')).toThrow('Unsupported');
    expect(compilePattern('{"a":[{"anything-but":"x"}]}', 'pipe')({ a: 'y' })).toBe(true);
  });

  describe('laws', () => {
    const leaf = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null));
    const event = fc.dictionary(
      fc.string({ minLength: 1 }).filter((name) => name !== '$or' && name !== '__proto__'),
      leaf,
      {
        minKeys: 1,
      },
    );

    it('an event satisfies the pattern of its own values, and no longer when a value is replaced', () => {
      fc.assert(
        fc.property(event, (fields) => {
          const own = Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, [value]]));
          expect(matches(own, fields)).toBe(true);
          const [name = ''] = Object.keys(fields);
          expect(matches(own, { ...fields, [name]: { nested: 1 } })).toBe(false);
        }),
      );
    });

    it('anything-but is the opposite of equality on present values', () => {
      fc.assert(
        fc.property(fc.string(), fc.string(), (wanted, value) => {
          expect(matches({ a: [{ 'anything-but': wanted }] }, { a: value })).toBe(
            !matches({ a: [wanted] }, { a: value }),
          );
        }),
      );
    });

    it('exactly one of exists true and exists false holds', () => {
      fc.assert(
        fc.property(fc.jsonValue(), (value) => {
          expect(matches({ a: [{ exists: true }] }, { a: value })).not.toBe(
            matches({ a: [{ exists: false }] }, { a: value }),
          );
        }),
      );
    });

    it('wildcards agree with the regular expression that they stand for', () => {
      const piece = fc.constantFrom('a', 'b', 'ab', '*');
      fc.assert(
        fc.property(fc.array(piece), fc.array(fc.constantFrom('a', 'b')), (pieces, chars) => {
          const glob = pieces.join('').replaceAll(/\*+/g, '*');
          const text = chars.join('');
          const expected = new RegExp(`^${glob.replaceAll('*', '.*')}$`).test(text);
          expect(matches({ a: [{ wildcard: glob }] }, { a: text })).toBe(expected);
        }),
      );
    });

    it('never throws on any event once compiled', () => {
      const test = compilePattern(
        '{"a":{"b":[{"prefix":"x"},{"numeric":[">",1]},{"cidr":"::/8"}]},"$or":[{"c":[1]},{"d":[{"exists":false}]}]}',
      );
      fc.assert(fc.property(fc.anything(), (value) => typeof test(value) === 'boolean'));
    });
  });
});
