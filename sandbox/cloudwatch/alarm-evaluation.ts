import type { AlarmSpec } from './alarm-spec.ts';
import type { Point } from './metric-math.ts';

/** What an alarm says. */
export type AlarmState = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';

/** Periods that are looked at beyond the evaluation periods, so that late or sparse data counts (as in AWS's tables). */
export const extraPeriods = 2;

/** What an evaluation found. */
export interface Verdict {
  /** Undefined: the alarm keeps its state. */
  readonly state: AlarmState | undefined;
  /** Values that were used, newest first. */
  readonly used: readonly number[];
  /** Missing points that were treated as the alarm says. */
  readonly missing: number;
}

const breaches: Readonly<
  Record<AlarmSpec['ComparisonOperator'], (value: number, threshold: number) => boolean>
> = {
  GreaterThanOrEqualToThreshold: (value, threshold) => value >= threshold,
  GreaterThanThreshold: (value, threshold) => value > threshold,
  LessThanThreshold: (value, threshold) => value < threshold,
  LessThanOrEqualToThreshold: (value, threshold) => value <= threshold,
};

/**
 * Decides an alarm from its points, newest first, evaluation periods plus `extraPeriods` of them.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
 */
export function evaluateAlarm(spec: AlarmSpec, newestFirst: readonly Point[]): Verdict {
  const wanted = spec.EvaluationPeriods;
  const needed = spec.DatapointsToAlarm ?? wanted;
  const real = newestFirst.flatMap((value, age) => (value === undefined ? [] : [{ value, age }]));
  const used = real.slice(0, wanted);
  const isBreach = ({ value }: { readonly value: number }): boolean =>
    breaches[spec.ComparisonOperator](value, spec.Threshold);
  const breaching = used.filter(isBreach).length;
  const missing = wanted - used.length;
  const verdict = (state: AlarmState | undefined): Verdict => ({
    state,
    used: used.map(({ value }) => value),
    missing,
  });

  if (breaching >= needed) return verdict('ALARM');
  if (missing === 0) return verdict('OK');
  switch (spec.TreatMissingData) {
    case 'breaching':
      return verdict(breaching + missing >= needed ? 'ALARM' : 'OK');
    case 'notBreaching':
      return verdict('OK');
    case 'ignore':
      return verdict(breaching < used.length ? 'OK' : undefined);
    case 'missing': {
      if (used.length === 0) return verdict('INSUFFICIENT_DATA');
      if (breaching < used.length) return verdict('OK');
      // Everything that is known breaches: an alarm once the oldest of it is as old as the points that are needed.
      const oldest = used.at(-1)?.age ?? 0;
      return verdict(oldest + 1 >= needed ? 'ALARM' : undefined);
    }
  }
}

/** The sentence that CloudWatch gives as reason of a new state. */
export function reasonOf(
  spec: AlarmSpec,
  { used, missing }: Verdict,
  change: { from: AlarmState; to: AlarmState; at: number },
): string {
  if (change.to === 'INSUFFICIENT_DATA') return `Insufficient Data: ${points(missing)} unknown.`;
  if (used.length === 0) {
    const treated = spec.TreatMissingData === 'breaching' ? 'Breaching' : 'NonBreaching';
    const periods = `${String(missing)} period${missing === 1 ? '' : 's'}`;
    return `Threshold Crossed: no datapoints were received for ${periods} and ${String(missing)} missing datapoint${missing === 1 ? ' was' : 's were'} treated as [${treated}].`;
  }
  const needed = spec.DatapointsToAlarm ?? spec.EvaluationPeriods;
  const values = used.map((value) => `${decimal(value)} (${day(change.at)})`).join(', ');
  const relation = spec.ComparisonOperator.replace('Threshold', '')
    .replaceAll(/[A-Z]/g, (char) => ` ${char.toLowerCase()}`)
    .trim();
  const verb = `${used.length === 1 ? 'was' : 'were'}${change.to === 'ALARM' ? '' : ' not'}`;
  const minimum = change.to === 'ALARM' ? needed : spec.EvaluationPeriods - needed + 1;
  return `Threshold Crossed: ${String(used.length)} out of the last ${String(spec.EvaluationPeriods)} datapoints [${values}] ${verb} ${relation} the threshold (${decimal(spec.Threshold)}) (minimum ${String(minimum)} datapoint${minimum === 1 ? '' : 's'} for ${change.from} -> ${change.to} transition).`;
}

function points(count: number): string {
  return `${String(count)} datapoint${count === 1 ? ' was' : 's were'}`;
}

function decimal(value: number): string {
  return Number.isInteger(value) ? value.toFixed(1) : String(value);
}

function day(ms: number): string {
  const [date = '', time = ''] = new Date(ms).toISOString().split('T');
  const [year = '', month = '', dayOfMonth = ''] = date.split('-');
  return `${dayOfMonth}/${month}/${year.slice(2)} ${time.slice(0, 8)}`;
}
