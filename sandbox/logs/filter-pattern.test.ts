import { describe, expect, it } from 'vitest';
import { compileFilter } from './filter-pattern.ts';

describe('filter patterns', () => {
  it.each([
    ['', 'anything', true],
    ['ERROR', '[ERROR] broken', true],
    ['ERROR', '[error] broken', false],
    ['ERROR broken', 'broken by ERROR', true],
    ['ERROR whole', 'broken by ERROR', false],
    ['"by ERROR"', 'broken by ERROR', true],
    ['"ERROR by"', 'broken by ERROR', false],
    ['?ERROR ?WARN', 'a WARN line', true],
    ['?ERROR ?WARN', 'an INFO line', false],
    ['ERROR -known', 'ERROR new', true],
    ['ERROR -known', 'ERROR known', false],
    ['-"well known"', 'a well known line', false],
    ['%4\\d\\d%', 'status 404', true],
    ['%4\\d\\d%', 'status 500', false],
  ])('%s on %j is %s', (pattern, message, fits) => {
    expect(compileFilter(pattern)(message)).toBe(fits);
  });

  const line = JSON.stringify({
    level: 'ERROR',
    took: 12,
    ok: false,
    none: null,
    user: { tags: ['a', 'b'] },
    name: 'x"y',
  });
  it.each([
    ['{ $.level = "ERROR" }', true],
    ['{ $.level = ERR* }', true],
    ['{ $.level != "ERROR" }', false],
    ['{ $.missing != "ERROR" }', false],
    ['{ $.took > 11 && $.took <= 12 }', true],
    ['{ $.took > 12 || $.level = "ERROR" }', true],
    ['{ $.took = 12 && ($.level = "INFO" || $.ok = false) }', true],
    ['{ $.ok IS FALSE }', true],
    ['{ $.none IS NULL }', true],
    ['{ $.none NOT EXISTS }', false],
    ['{ $.missing NOT EXISTS }', true],
    ['{ $.user.tags[1] = "b" }', true],
    ['{ $.name = "x\\"y" }', true],
  ])('%s fits the JSON line: %s', (pattern, fits) => {
    expect(compileFilter(pattern)(line)).toBe(fits);
    expect(compileFilter(pattern)('plain text')).toBe(false);
  });

  it.each(['{ $.a = 1', '{ level = "x" }', '{ $.a ~ 1 }', '{ $.a }', '[ip, user]', '%(%', '{ $.a = "x" ^ }'])(
    'refuses %s',
    (pattern) => {
      expect(() => compileFilter(pattern)).toThrow(/Invalid filter pattern/);
    },
  );
});
