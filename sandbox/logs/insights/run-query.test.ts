import { describe, expect, it } from 'vitest';
import type { GroupedEvent } from './event-fields.ts';
import { parseQuery } from './parse-query.ts';
import { runQuery } from './run-query.ts';

const start = Date.UTC(2024, 0, 15, 10, 30);
const messages = [
  'START RequestId: 1-a Version: $LATEST\n',
  '{"level":"ERROR","thing":{"size":3},"took":7}\n',
  '2024-01-15T10:30:02.000Z\t6f3e8a52-0000-4000-8000-000000000001\tINFO\tno ERROR here\n',
  'REPORT RequestId: 1-a\tDuration: 10.00 ms\tBilled Duration: 11 ms\tMemory Size: 128 MB\tMax Memory Used: 64 MB\t\n',
  'REPORT RequestId: 1-b\tDuration: 30.50 ms\tBilled Duration: 31 ms\tMemory Size: 128 MB\tMax Memory Used: 70 MB\tInit Duration: 99.10 ms\t\n',
];
const events: GroupedEvent[] = messages.map((message, index) => {
  const at = start + index * 1_000;
  return { at, seq: 1, stream: 's', group: '/things', ingestedAt: at, message };
});

function run(query: string): Record<string, string>[] {
  return runQuery(parseQuery(query), events).rows.map((row) =>
    Object.fromEntries(row.map(({ field, value }) => [field, value])),
  );
}

describe('Logs Insights', () => {
  it('shows the newest events first unless told', () => {
    expect(run('fields @timestamp | limit 2')).toEqual([
      { '@timestamp': '2024-01-15 10:30:04.000' },
      { '@timestamp': '2024-01-15 10:30:03.000' },
    ]);
    expect(run('fields @type | sort @timestamp asc | limit 1')).toEqual([{ '@type': 'START' }]);
  });

  it('filters by text, by expression, by JSON members and by Lambda fields', () => {
    expect(run('filter @message like /ERROR/ | stats count(*) as found')).toEqual([{ found: '2' }]);
    expect(run('filter @message like "no ERROR" | fields @requestId')).toEqual([
      { '@requestId': '6f3e8a52-0000-4000-8000-000000000001' },
    ]);
    expect(run('filter level = "ERROR" | filter thing.size = 3 | fields took')).toEqual([{ took: '7' }]);
    expect(run("filter @message not like /(?i)error/ | filter level != 'ERROR' | stats count(*)")).toEqual([
      { 'count(*)': '3' },
    ]);
    expect(run('filter @message like /START|REPORT/ | stats count(*)')).toEqual([{ 'count(*)': '3' }]);
    expect(run('fields constructor, thing.toString, @constructor | limit 1')).toEqual([{}]);
  });

  it('computes figures over Lambda reports', () => {
    expect(
      run(
        `fields @timestamp, @duration\n| filter @type = "REPORT"\n| stats avg(@duration), max(@duration), min(@duration)`,
      ),
    ).toEqual([{ 'avg(@duration)': '20.25', 'max(@duration)': '30.5', 'min(@duration)': '10' }]);
    expect(run('stats count(@duration), sum(@duration) as ms, sum(nothing)')).toEqual([
      { 'count(@duration)': '2', ms: '40.5' },
    ]);
    expect(run('filter @type = "NONE" | stats count(*)')).toEqual([]);
  });

  it.each([
    'parse @message "x" as y',
    'stats pct(@duration, 95)',
    'stats count(*) by bin(5m)',
    'filter (level = "x")',
    'filter level in ["x"]',
    'filter level constructor "x"',
    'filter took > 1',
    'filter level = "x" or level = "y"',
    'stats max(@duration) by @type',
    '',
    'filter @message like /(/',
    'filter @message',
    'fields @message | limit x',
    'fields ^',
  ])('refuses %s by name', (query) => {
    expect(() => parseQuery(query)).toThrow(/cannot be run by the sandbox/);
  });
});
