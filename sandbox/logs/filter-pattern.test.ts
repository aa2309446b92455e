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
    ['"10% of 20%"', 'took 10% of 20% of all', true],
  ])('%s on %j is %s', (pattern, message, fits) => {
    expect(compileFilter(pattern)(message)).toBe(fits);
  });

  it.each(['{ $.level = "ERROR" }', '[ip, user]', '%4\\d\\d%'])('refuses %s', (pattern) => {
    expect(() => compileFilter(pattern)).toThrow(/Invalid filter pattern/);
  });
});
