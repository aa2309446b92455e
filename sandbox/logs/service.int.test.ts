import {
  CloudWatchLogsClient,
  DescribeLogGroupsCommand,
  FilterLogEventsCommand,
  GetQueryResultsCommand,
  paginateFilterLogEvents,
  PutLogEventsCommand,
  StartQueryCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import type { FilterLogEventsCommandInput } from '@aws-sdk/client-cloudwatch-logs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { MetricDatum } from '../kernel/metric-sink.ts';
import { virtualClock } from '../kernel/virtual-clock.ts';
import type { VirtualClock } from '../kernel/virtual-clock.ts';
import { testCloud } from '../testing.ts';
import type { TestCloud } from '../testing.ts';
import { createLogs } from './service.ts';
import type { Logs } from './service.ts';

const day = 86_400_000;
const arn = 'arn:aws:logs:us-east-1:000000000000:log-group:/things';

let clock: VirtualClock;
let cloud: TestCloud;
let client: CloudWatchLogsClient;
let logs: Logs;
let metrics: MetricDatum[];

beforeEach(() => {
  clock = virtualClock();
  metrics = [];
  cloud = testCloud({
    clock,
    rooms: (ground) => {
      logs = createLogs(ground, { metrics: { put: (datum) => metrics.push(datum) } });
      return [logs];
    },
  });
  client = new CloudWatchLogsClient(cloud.clientConfig);
});

afterEach(async () => {
  await cloud.stop();
  expect(cloud.faults).toEqual([]);
});

async function write(stream: string, ...messages: string[]): Promise<void> {
  const at = clock.now();
  const lines = messages.map((message, index) => ({ at: at + index, message }));
  await cloud.ground.store.write(() => {
    logs.write({ group: '/things', stream, messages: lines });
  });
}

async function provision(logGroup: { LogGroupName: string; RetentionInDays?: number }): Promise<void> {
  const type = logs.resourceTypes.find((known) => known.type === 'AWS::Logs::LogGroup');
  await cloud.ground.store.write(() => {
    type?.plan({ stackName: 's', logicalId: 'G', properties: logGroup }).provision();
  });
}

async function found(input: FilterLogEventsCommandInput = { logGroupName: '/things' }) {
  const { events = [] } = await client.send(new FilterLogEventsCommand(input));
  return events.map((event) => event.message);
}

describe('groups', () => {
  it('of the template are described, by name', async () => {
    for (const name of ['/things', '/widgets', '/that']) {
      await provision({ LogGroupName: name, RetentionInDays: 7 });
    }
    const { logGroups } = await client.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: '/thi' }));
    expect(logGroups).toEqual([
      expect.objectContaining({
        logGroupName: '/things',
        retentionInDays: 7,
        creationTime: clock.now(),
        arn: `${arn}:*`,
      }),
    ]);
    const all = await client.send(new DescribeLogGroupsCommand({}));
    expect(all.logGroups?.map(({ logGroupName }) => logGroupName)).toEqual(['/that', '/things', '/widgets']);
  });

  it('appear when a room writes into them; unknown ones are refused', async () => {
    await expect(found()).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'The specified log group does not exist.',
    });
    await write('new', 'first');
    expect(await found()).toEqual(['first']);
  });

  it('are written by nobody through the API', async () => {
    const put = { logGroupName: '/things', logStreamName: 'one', logEvents: [] };
    await expect(client.send(new PutLogEventsCommand(put))).rejects.toThrow('PutLogEvents');
  });
});

describe('events', () => {
  it('are found across streams by time and pattern, in pages without loss or doubles', async () => {
    await write('one', 'ERROR 1', 'INFO 2', 'ERROR 3');
    await write('two', 'ERROR 4', 'ERROR 5');
    const pages: string[] = [];
    const ids = new Set<string | undefined>();
    const input = { logGroupName: '/things', filterPattern: 'ERROR' };
    for await (const page of paginateFilterLogEvents({ client, pageSize: 2 }, input)) {
      pages.push((page.events ?? []).map((event) => event.message).join(','));
      for (const event of page.events ?? []) ids.add(event.eventId);
    }
    expect(pages.join(',').split(',').filter(Boolean)).toEqual(['ERROR 1', 'ERROR 4', 'ERROR 5', 'ERROR 3']);
    expect(ids.size).toBe(4);
    const later = { logGroupIdentifier: arn, logStreamNamePrefix: 'tw', startTime: clock.now() + 1 };
    expect(await found({ ...later, interleaved: true })).toEqual(['ERROR 5']);
    expect(await found({ logGroupName: '/things', logStreamNames: ['one'], limit: 2 })).toEqual([
      'ERROR 1',
      'INFO 2',
    ]);
    await expect(found({ logGroupName: '/things', nextToken: 'x' })).rejects.toThrow('nextToken is invalid');
    await expect(found({})).rejects.toThrow('Exactly one of logGroupName and logGroupIdentifier');
  });

  it('older than the retention go within the hour, newer ones stay', async () => {
    await provision({ LogGroupName: '/things', RetentionInDays: 1 });
    await write('old', 'old');
    await clock.advance(day - 1_000);
    await write('one', 'new');
    await clock.advance(3_602_000);
    expect(await found()).toEqual(['new']);
    expect(cloud.ground.store.all('SELECT name FROM logs_stream')).toEqual([{ name: 'one' }]);
  });

  it('in the embedded metric format become metrics', async () => {
    const directive = { Namespace: 'Widgets', Dimensions: [[]], Metrics: [{ Name: 'Made', Unit: 'Count' }] };
    await write('one', JSON.stringify({ _aws: { Timestamp: 7, CloudWatchMetrics: [directive] }, Made: 2 }));
    expect(metrics).toEqual([
      { namespace: 'Widgets', name: 'Made', unit: 'Count', value: 2, at: 7, dimensions: {} },
    ]);
  });

  it('arrive from rules by the ARN of their group, with and without its streams', async () => {
    await provision({ LogGroupName: '/things' });
    const caller = {
      principal: 'events.amazonaws.com',
      sourceArn: 'arn:aws:events:us-east-1:000000000000:rule/all',
    };
    await cloud.ground.store.write(() => {
      cloud.ground.deliver({ target: arn, body: '{"n":1}', caller });
      cloud.ground.deliver({ target: `${arn}:*`, body: '{"n":2}', caller });
    });
    expect(await found()).toEqual(['{"n":1}', '{"n":2}']);
  });
});

describe('queries', () => {
  const start = (queryString: string, limit?: number) => {
    const seconds = Math.floor(clock.now() / 1_000);
    const times = { startTime: seconds - 60, endTime: seconds };
    return client.send(new StartQueryCommand({ ...times, logGroupNames: ['/things'], queryString, limit }));
  };

  it('are run over their groups and times', async () => {
    await write('one', 'ERROR 1', 'INFO 2', 'ERROR 3');
    const { queryId } = await start('fields @message | filter @message like /ERROR/', 1);
    const { status, results, statistics } = await client.send(new GetQueryResultsCommand({ queryId }));
    expect(status).toBe('Complete');
    expect(results).toEqual([[{ field: '@message', value: 'ERROR 3' }]]);
    expect(statistics).toMatchObject({ recordsMatched: 2, recordsScanned: 3 });
  });

  it('of unknown commands or ids are refused by name', async () => {
    await write('one', 'x');
    await expect(start('unmask @message')).rejects.toThrow(/the command unmask is not supported/);
    await expect(client.send(new GetQueryResultsCommand({ queryId: 'none' }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });
});
