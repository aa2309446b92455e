import { describe, expect, it } from 'vitest';
import { evaluateAlarm, reasonOf } from './alarm-evaluation.ts';
import type { AlarmSpec } from './alarm-spec.ts';

const spec = (needed: number, TreatMissingData: AlarmSpec['TreatMissingData']): AlarmSpec => ({
  AlarmName: 'a',
  ActionsEnabled: true,
  OKActions: [],
  AlarmActions: [],
  InsufficientDataActions: [],
  EvaluationPeriods: 3,
  DatapointsToAlarm: needed,
  Threshold: 1,
  ComparisonOperator: 'GreaterThanOrEqualToThreshold',
  TreatMissingData,
});

/** `0 - X`: oldest first, as in AWS's tables; X breaches, - is missing. */
const newestFirst = (row: string) =>
  row
    .split(' ')
    .map((mark) => (mark === '-' ? undefined : mark === 'X' ? 1 : 0))
    .reverse();

const treatments = ['missing', 'ignore', 'breaching', 'notBreaching'] as const;
const keep = undefined;

describe('alarms with missing data, by the tables of the CloudWatch guide', () => {
  it.each([
    [3, '0 - X - X', ['OK', 'OK', 'OK', 'OK']],
    [3, '- - - - 0', ['OK', 'OK', 'OK', 'OK']],
    [3, '- - - - -', ['INSUFFICIENT_DATA', keep, 'ALARM', 'OK']],
    [3, '0 X X - X', ['ALARM', 'ALARM', 'ALARM', 'ALARM']],
    [3, '- - X - -', ['ALARM', keep, 'ALARM', 'OK']],
    [2, '0 - X - X', ['ALARM', 'ALARM', 'ALARM', 'ALARM']],
    [2, '0 0 X 0 X', ['ALARM', 'ALARM', 'ALARM', 'ALARM']],
    [2, '0 - X - -', ['OK', 'OK', 'ALARM', 'OK']],
    [2, '- - - - 0', ['OK', 'OK', 'ALARM', 'OK']],
    [2, '- - - X -', ['ALARM', keep, 'ALARM', 'OK']],
  ])('%i of 3: %s', (needed, row, expected) => {
    const found = treatments.map(
      (treatment) => evaluateAlarm(spec(needed, treatment), newestFirst(row)).state,
    );
    expect(found).toEqual(expected);
  });

  it('says why as CloudWatch does', () => {
    const at = Date.UTC(2024, 0, 15, 10, 30);
    const one: AlarmSpec = { ...spec(1, 'notBreaching'), EvaluationPeriods: 1 };
    const why = (values: string, from: 'OK' | 'ALARM', to: 'OK' | 'ALARM' | 'INSUFFICIENT_DATA') =>
      reasonOf(one, evaluateAlarm(one, newestFirst(values)), { from, to, at });
    expect(why('- - X', 'OK', 'ALARM')).toBe(
      'Threshold Crossed: 1 out of the last 1 datapoints [1.0 (15/01/24 10:30:00)] was greater than or equal to the threshold (1.0) (minimum 1 datapoint for OK -> ALARM transition).',
    );
    expect(why('- - 0', 'ALARM', 'OK')).toContain('was not greater than or equal to the threshold (1.0)');
    expect(why('- - -', 'ALARM', 'OK')).toBe(
      'Threshold Crossed: no datapoints were received for 1 period and 1 missing datapoint was treated as [NonBreaching].',
    );
    expect(why('- - -', 'OK', 'INSUFFICIENT_DATA')).toBe('Insufficient Data: 1 datapoint was unknown.');
  });
});
