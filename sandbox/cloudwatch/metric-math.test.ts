import { describe, expect, it } from 'vitest';
import { compileExpression } from './metric-math.ts';

const metrics: Readonly<Record<string, number>> = { errors: 3, calls: 12, none: 0 };

describe('metric math', () => {
  it.each<[string, number | undefined]>([
    ['1 + 2 * 3', 7],
    ['(1 + 2) * 3', 9],
    ['-2 - 3', -5],
    ['8 / 4 / 2', 1],
    ['100 * errors / calls', 25],
    ['errors / none', undefined],
    ['errors + missing', undefined],
  ])('%s is %s', (text, expected) => {
    expect(compileExpression(text).evaluate((id) => metrics[id])).toBe(expected);
  });

  it('tells which metrics an expression names', () => {
    expect(compileExpression('100 * errors / (calls - none)').ids).toEqual(['errors', 'calls', 'none']);
  });

  it.each([
    '',
    '1 +',
    '(1',
    '1)',
    'errors errors',
    'FILL(errors, 0)',
    'SEARCH("x")',
    '[errors]',
    'Errors',
    'a > 1',
  ])('refuses %j by name', (text) => {
    expect(() => compileExpression(text)).toThrow('is not supported by the sandbox');
  });
});
