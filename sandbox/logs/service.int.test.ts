import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  DeleteLogGroupCommand,
  DescribeLogGroupsCommand,
  DescribeLogStreamsCommand,
  FilterLogEventsCommand,
  GetLogEventsCommand,
  GetQueryResultsCommand,
  paginateFilterLogEvents,
  PutLogEventsCommand,
  PutQueryDefinitionCommand,
  DescribeQueryDefinitionsCommand,
  PutRetentionPolicyCommand,
  StartLiveTailCommand,
  StartQueryCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { MetricDatum } from '../kernel/metric-sink.ts';
import { virtualClock } from '../kernel/virtual-clock.ts';
import type { VirtualClock } from '../kernel/virtual-clock.ts';
import { testCloud } from '../testing.ts';
import type { TestCloud } from '../testing.ts';
import { createLogs } from './service.ts';
import type { Logs } from './service.ts';

const names = { logGroupName: '/things', logStreamName: 'one' };
const day = 86_400_000;

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

async function createStream(): Promise<void> {
  await client.send(new CreateLogGroupCommand({ logGroupName: names.logGroupName }));
  await client.send(new CreateLogStreamCommand(names));
}

async function write(stream: string, ...messages: string[]): Promise<void> {
  const at = clock.now();
  const lines = messages.map((message, index) => ({ at: at + index, message }));
  await cloud.ground.store.write(() => {
    logs.write({ group: '/things', stream, messages: lines });
  });
}

describe('groups and streams', () => {
  it('are created, described and deleted; twins and strangers are refused', async () => {
    await createStream();
    await client.send(new PutRetentionPolicyCommand({ logGroupName: '/things', retentionInDays: 7 }));
    const { logGroups } = await client.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: '/th' }));
    expect(logGroups).toEqual([
      expect.objectContaining({
        logGroupName: '/things',
        retentionInDays: 7,
        creationTime: clock.now(),
        arn: 'arn:aws:logs:us-east-1:000000000000:log-group:/things:*',
      }),
    ]);
    const { logStreams } = await client.send(new DescribeLogStreamsCommand({ logGroupName: '/things' }));
    expect(logStreams?.map((stream) => stream.logStreamName)).toEqual(['one']);
    await expect(createStream()).rejects.toMatchObject({ name: 'ResourceAlreadyExistsException' });
    await client.send(new DeleteLogGroupCommand({ logGroupName: '/things' }));
    await expect(client.send(new GetLogEventsCommand(names))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'The specified log group does not exist.',
    });
  });

  it('appear when a room writes into them', async () => {
    await write('new', 'first');
    const { logStreams } = await client.send(
      new DescribeLogStreamsCommand({ logGroupName: '/things', orderBy: 'LastEventTime', descending: true }),
    );
    expect(logStreams).toMatchObject([{ logStreamName: 'new', lastEventTimestamp: clock.now() }]);
  });
});

describe('events', () => {
  it('are read forwards and backwards in pages whose tokens stand still at the ends', async () => {
    await createStream();
    const at = clock.now();
    const logEvents = ['a', 'b', 'c', 'd', 'e'].map((message, index) => ({
      timestamp: at + (index >> 1),
      message,
    }));
    await client.send(new PutLogEventsCommand({ ...names, logEvents }));
    const read = async (rest: object) => {
      const answer = await client.send(new GetLogEventsCommand({ ...names, limit: 2, ...rest }));
      return { ...answer, text: answer.events?.map((event) => event.message).join('') };
    };
    const head = await read({ startFromHead: true });
    const next = await read({ nextToken: head.nextForwardToken });
    const last = await read({ nextToken: next.nextForwardToken });
    const end = await read({ nextToken: last.nextForwardToken });
    expect([head.text, next.text, last.text, end.text]).toEqual(['ab', 'cd', 'e', '']);
    expect(end.nextForwardToken).toBe(last.nextForwardToken);
    expect((await read({ nextToken: next.nextBackwardToken })).text).toBe('ab');
    expect((await read({})).text).toBe('de');
  });

  it('must come in order of time; those too old or too new are passed over and reported', async () => {
    await createStream();
    const now = clock.now();
    const put = (...times: number[]) => {
      const logEvents = times.map((timestamp) => ({ timestamp, message: String(timestamp) }));
      return client.send(new PutLogEventsCommand({ ...names, logEvents }));
    };
    await expect(put(now, now - 1)).rejects.toMatchObject({ name: 'InvalidParameterException' });
    const { rejectedLogEventsInfo } = await put(now - 20 * day, now, now + day);
    expect(rejectedLogEventsInfo).toEqual({ tooOldLogEventEndIndex: 1, tooNewLogEventStartIndex: 2 });
    const { events } = await client.send(new GetLogEventsCommand(names));
    expect(events?.map((event) => event.timestamp)).toEqual([now]);
  });

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
    const { events } = await client.send(
      new FilterLogEventsCommand({
        logGroupIdentifier: 'arn:aws:logs:us-east-1:000000000000:log-group:/things',
        logStreamNamePrefix: 'tw',
        startTime: clock.now() + 1,
        interleaved: true,
      }),
    );
    expect(events?.map((event) => event.message)).toEqual(['ERROR 5']);
  });

  it('older than the retention go within the hour, newer ones stay', async () => {
    await createStream();
    await client.send(new PutRetentionPolicyCommand({ logGroupName: '/things', retentionInDays: 1 }));
    await write('one', 'old');
    await clock.advance(day - 1_000);
    await write('one', 'new');
    await clock.advance(3_602_000);
    const { events } = await client.send(new FilterLogEventsCommand({ logGroupName: '/things' }));
    expect(events?.map((event) => event.message)).toEqual(['new']);
  });

  it('in the embedded metric format become metrics', async () => {
    const directive = { Namespace: 'Widgets', Dimensions: [[]], Metrics: [{ Name: 'Made', Unit: 'Count' }] };
    await write('one', JSON.stringify({ _aws: { Timestamp: 7, CloudWatchMetrics: [directive] }, Made: 2 }));
    expect(metrics).toEqual([
      { namespace: 'Widgets', name: 'Made', unit: 'Count', value: 2, at: 7, dimensions: {} },
    ]);
  });

  it('arrive from rules by the ARN of their group, with and without its streams', async () => {
    await client.send(new CreateLogGroupCommand({ logGroupName: '/things' }));
    const arn = 'arn:aws:logs:us-east-1:000000000000:log-group:/things';
    const caller = {
      principal: 'events.amazonaws.com',
      sourceArn: 'arn:aws:events:us-east-1:000000000000:rule/all',
    };
    await cloud.ground.store.write(() => {
      cloud.ground.deliver({ target: arn, body: '{"n":1}', caller });
      cloud.ground.deliver({ target: `${arn}:*`, body: '{"n":2}', caller });
    });
    const { events } = await client.send(new FilterLogEventsCommand({ logGroupName: '/things' }));
    expect(events?.map((event) => event.message)).toEqual(['{"n":1}', '{"n":2}']);
  });
});

describe('queries', () => {
  it('are saved, listed and run', async () => {
    await write('one', 'ERROR 1', 'INFO 2');
    const queryString = 'fields @message | filter @message like /ERROR/';
    await client.send(
      new PutQueryDefinitionCommand({ name: 'errors', queryString, logGroupNames: ['/things'] }),
    );
    const { queryDefinitions } = await client.send(new DescribeQueryDefinitionsCommand({}));
    expect(queryDefinitions).toMatchObject([{ name: 'errors', queryString, logGroupNames: ['/things'] }]);
    const seconds = Math.floor(clock.now() / 1_000);
    const { queryId } = await client.send(
      new StartQueryCommand({
        logGroupName: '/things',
        startTime: seconds - 60,
        endTime: seconds,
        queryString,
      }),
    );
    const { status, results, statistics } = await client.send(new GetQueryResultsCommand({ queryId }));
    expect(status).toBe('Complete');
    expect(results?.map((row) => row.find(({ field }) => field === '@message')?.value)).toEqual(['ERROR 1']);
    expect(statistics).toMatchObject({ recordsMatched: 1, recordsScanned: 2 });
  });

  it('of unknown commands and live tails are refused by name', async () => {
    await write('one', 'x');
    const times = { startTime: 0, endTime: 1, logGroupName: '/things' };
    await expect(
      client.send(new StartQueryCommand({ ...times, queryString: 'unmask @message' })),
    ).rejects.toThrow(/unmask/);
    await expect(client.send(new StartLiveTailCommand({ logGroupIdentifiers: ['/things'] }))).rejects.toThrow(
      /StartLiveTail/,
    );
  });
});
