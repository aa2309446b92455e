import { Cron } from 'croner';
import { AwsError } from '../kernel/errors.ts';

/** When a rule fires. */
export interface Schedule {
  /** The first time after `after`, epoch ms; undefined when there is none. */
  readonly next: (after: number) => number | undefined;
  /** The first time after `now` in the rhythm of `due`: however many ticks were missed, this is one step. */
  readonly nextAfterMissed: (due: number, now: number) => number | undefined;
}

const unitMs: Readonly<Record<string, number>> = {
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
};

/**
 * Parses `rate(5 minutes)` and `cron(0 12 * * ? *)` (UTC).
 * @throws AwsError ValidationException
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html
 */
export function parseSchedule(expression: string): Schedule {
  const [, kind, content = ''] = /^(rate|cron)\((.*)\)$/.exec(expression) ?? [];
  const schedule = kind === 'rate' ? parseRate(content) : kind === 'cron' ? parseCron(content) : undefined;
  if (schedule === undefined) {
    throw new AwsError('ValidationException', 'Parameter ScheduleExpression is not valid.');
  }
  return schedule;
}

function parseRate(content: string): Schedule | undefined {
  const [, digits = '', unit = '', plural] = /^(\d+) (minute|hour|day)(s?)$/.exec(content) ?? [];
  const count = Number(digits);
  // AWS insists on the singular for one and on the plural for more.
  if (!(count >= 1) || (count === 1) !== (plural === '')) return undefined;
  const period = count * (unitMs[unit] ?? 0);
  return {
    next: (after) => after + period,
    nextAfterMissed: (due, now) => due + period * (Math.floor(Math.max(0, now - due) / period) + 1),
  };
}

/** AWS counts weekdays from SUN = 1, asks for `?` in one of the two day fields and writes the last Friday as 6L. */
function parseCron(content: string): Schedule | undefined {
  const fields = content.trim().split(/\s+/);
  const [minute = '', hour = '', day = '', month = '', weekday = '', year = ''] = fields;
  if (fields.length !== 6 || (day === '?') === (weekday === '?')) return undefined;
  const days = weekday.replace(/^(\w{1,3})L$/, '$1#L');
  const cron = cronOf(`0 ${minute} ${hour} ${day} ${month} ${days} ${year}`);
  if (cron === undefined) return undefined;
  const next = (after: number): number | undefined => cron.nextRun(new Date(after))?.getTime();
  return { next, nextAfterMissed: (_due, now) => next(now) };
}

function cronOf(pattern: string): Cron | undefined {
  try {
    return new Cron(pattern, {
      timezone: 'UTC',
      alternativeWeekdays: true,
      sloppyRanges: true,
      paused: true,
    });
  } catch {
    return undefined;
  }
}
