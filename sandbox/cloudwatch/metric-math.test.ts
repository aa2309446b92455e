import { describe, expect, it } from 'vitest';
import { compileExpression } from './metric-math.ts';
import type { Points } from './statistics.ts';

const metrics: Readonly<Record<string, Points>> = {
  errors: [1, 0, undefined, 4],
  calls: [10, 0, 5, undefined],
};
const evaluate = (text: string) => compileExpression(text)((id) => metrics[id] ?? []);

describe('metric math', () => {
  it.each<[string, number | Points]>([
    ['1 + 2 * 3', 7],
    ['(1 + 2) * 3', 9],
    ['-2 - 3', -5],
    ['8 / 4 / 2', 1],
    ['2.5e1', 25],
    ['1 < 2', 1],
    ['1 + 1 == 3', 0],
    ['100 * errors / calls', [10, undefined, undefined, undefined]],
    ['errors', [1, 0, undefined, 4]],
    ['FILL(errors, 0)', [1, 0, 0, 4]],
    ['100 * errors / MAX([calls, 1])', [10, 0, undefined, 400]],
    ['SUM([errors, calls])', [11, 0, 5, 4]],
    ['MAX(errors)', 4],
    ['AVG([errors, 3])', [2, 1.5, 3, 3.5]],
    ['IF(calls > 0, 100 * errors / calls, 0)', [10, 0, undefined, undefined]],
    ['ABS(0 - errors)', [1, 0, undefined, 4]],
  ])('%s', (text, expected) => {
    expect(evaluate(text)).toEqual(expected);
  });

  it.each([
    '',
    '1 +',
    '(1',
    'errors errors',
    'RATE(errors)',
    'FILL(errors)',
    'SEARCH("x")',
    '[errors]',
    'IF(1,2,3,4)',
    'Errors',
  ])('refuses %j by name', (text) => {
    expect(() => compileExpression(text)).toThrow('is not supported by the sandbox');
  });
});
