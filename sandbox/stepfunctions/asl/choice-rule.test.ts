import { expect, test } from 'vitest';
import type { Json } from '../../kernel/json.ts';
import { seededRandom } from '../../kernel/random.ts';
import { choiceTestOf } from './choice-rule.ts';
import { SyntaxProblem } from './errors.ts';

const input: Json = { s: 'abc', n: 5, b: true, t: '2024-01-15T10:30:00Z', nil: null, other: 5, star: 'a*c' };
const holds = (rule: object): boolean =>
  choiceTestOf(rule)({ input, context: () => ({}), random: seededRandom(1) });

test.each<[object, boolean]>([
  [{ Variable: '$.s', StringEquals: 'abc' }, true],
  [{ Variable: '$.s', StringLessThan: 'abd' }, true],
  [{ Variable: '$.n', StringEquals: '5' }, false],
  [{ Variable: '$.n', NumericGreaterThanEquals: 5 }, true],
  [{ Variable: '$.n', NumericEqualsPath: '$.other' }, true],
  [{ Variable: '$.n', NumericLessThan: 5 }, false],
  [{ Variable: '$.b', BooleanEquals: true }, true],
  [{ Variable: '$.t', TimestampLessThan: '2024-01-15T12:30:00.001+01:00' }, true],
  [{ Variable: '$.t', TimestampEquals: '2024-01-15T11:30:00+01:00' }, true],
  [{ Variable: '$.s', StringMatches: 'a*' }, true],
  [{ Variable: '$.s', StringMatches: '*b*' }, true],
  [{ Variable: '$.s', StringMatches: 'abc*abc' }, false],
  [{ Variable: '$.star', StringMatches: 'a\\*c' }, true],
  [{ Variable: '$.s', StringMatches: 'a\\*c' }, false],
  [{ Variable: '$.s', StringMatches: '**c' }, true],
  [{ Variable: '$.nil', IsNull: true }, true],
  [{ Variable: '$.nothing', IsPresent: false }, true],
  [{ Variable: '$.nil', IsPresent: true }, true],
  [{ Variable: '$.t', IsTimestamp: true }, true],
  [{ Variable: '$.s', IsTimestamp: false }, true],
  [{ Variable: '$.n', IsNumeric: true }, true],
  [{ Not: { Variable: '$.n', NumericEquals: 4 } }, true],
  [
    {
      And: [
        { Variable: '$.x', IsPresent: true },
        { Variable: '$.x', NumericEquals: 1 },
      ],
    },
    false,
  ],
  [
    {
      Or: [
        { Variable: '$.n', NumericEquals: 1 },
        { Variable: '$.s', IsString: true },
      ],
    },
    true,
  ],
])('%j', (rule, wanted) => {
  expect(holds(rule)).toBe(wanted);
});

test('a missing variable ends the execution', () => {
  expect(() => holds({ Variable: '$.nothing', StringEquals: 'x' })).toThrow(
    expect.objectContaining({ error: 'States.Runtime' }) as Error,
  );
});

test.each<[object]>([
  [{ Variable: '$.n' }],
  [{ Variable: '$.n', NumericEquals: 1, StringEquals: 'x' }],
  [{ Variable: '$.n', NumericAbout: 1 }],
  [{ Variable: '$.n', BooleanLessThan: true }],
  [{ Variable: '$.n', toString: true }],
  [{ Variable: '$.n', NumericvalueOf: 1 }],
  [{ NumericEquals: 1 }],
  [{ Variable: '$.n', NumericEquals: '1' }],
  [{ Variable: '$.n', NumericEqualsPath: 1 }],
  [{ Variable: '$.s', StringMatches: 'a\\' }],
  [{ Variable: '$.n', IsNull: 'yes' }],
  [{ And: [] }],
  [{ Not: { Variable: '$.n', NumericEquals: 1, Next: 'X' } }],
])('%j is refused', (rule) => {
  expect(() => holds(rule)).toThrow(SyntaxProblem);
});
