import { describe, expect, it } from 'vitest';
import { parseSchedule } from './schedule.ts';

const at = (iso: string): number => Date.parse(iso);
const next = (expression: string, after: string): string | undefined => {
  const found = parseSchedule(expression).next(at(after));
  return found === undefined ? undefined : new Date(found).toISOString();
};

describe('schedules', () => {
  it.each([
    ['rate(5 minutes)', '2024-01-15T10:30:00.000Z', '2024-01-15T10:35:00.000Z'],
    ['rate(1 day)', '2024-01-15T10:30:00.000Z', '2024-01-16T10:30:00.000Z'],
    ['cron(0 12 * * ? *)', '2024-01-15T10:30:00.000Z', '2024-01-15T12:00:00.000Z'],
    ['cron(0 12 * * ? *)', '2024-01-15T12:00:00.000Z', '2024-01-16T12:00:00.000Z'],
    ['cron(15 10 ? * 6L 2022-2025)', '2024-01-15T10:30:00.000Z', '2024-01-26T10:15:00.000Z'],
    ['cron(0 18 ? * MON-FRI *)', '2024-01-12T19:00:00.000Z', '2024-01-15T18:00:00.000Z'],
    ['cron(0 8 1 * ? *)', '2024-01-15T10:30:00.000Z', '2024-02-01T08:00:00.000Z'],
    ['cron(0/15 * * * ? *)', '2024-01-15T10:31:00.000Z', '2024-01-15T10:45:00.000Z'],
    ['cron(0 9 ? * 2#1 *)', '2024-01-15T10:30:00.000Z', '2024-02-05T09:00:00.000Z'],
    ['cron(0 9 L * ? *)', '2024-02-15T10:30:00.000Z', '2024-02-29T09:00:00.000Z'],
    ['cron(0 9 3W * ? *)', '2024-02-01T10:30:00.000Z', '2024-02-02T09:00:00.000Z'],
  ])('%s after %s is %s', (expression, after, expected) => {
    expect(next(expression, after)).toBe(expected);
  });

  it('ends with its last year', () => {
    expect(next('cron(0 12 * * ? 2023)', '2024-01-15T10:30:00Z')).toBeUndefined();
  });

  it('makes one step of many missed ones, and keeps the rhythm of a rate', () => {
    const rate = parseSchedule('rate(10 minutes)');
    const due = at('2024-01-15T10:00:00Z');
    expect(rate.nextAfterMissed(due, due)).toBe(at('2024-01-15T10:10:00Z'));
    expect(rate.nextAfterMissed(due, at('2024-01-15T13:04:00Z'))).toBe(at('2024-01-15T13:10:00Z'));
    const cron = parseSchedule('cron(0 * * * ? *)');
    expect(cron.nextAfterMissed(due, at('2024-01-15T13:04:00Z'))).toBe(at('2024-01-15T14:00:00Z'));
  });

  it.each([
    'rate(1 minutes)',
    'rate(5 minute)',
    'rate(0 minutes)',
    'rate(5 weeks)',
    'cron(0 12 * * *)',
    'cron(0 12 * * * *)',
    'cron(0 12 ? * ? *)',
    'cron(99 12 * * ? *)',
    'at(2024-01-15T10:00:00)',
    '',
  ])('refuses %s', (expression) => {
    expect(() => parseSchedule(expression)).toThrow('Parameter ScheduleExpression is not valid.');
  });
});
