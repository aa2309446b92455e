import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createEvents } from '../events/service.ts';
import { AwsError } from '../kernel/errors.ts';
import type { Ground } from '../kernel/ground.ts';
import type { JsonObject } from '../kernel/json.ts';
import type { Service } from '../kernel/service.ts';
import type { StreamRecord, StreamSource } from '../kernel/stream-source.ts';
import { virtualClock } from '../kernel/virtual-clock.ts';
import type { VirtualClock } from '../kernel/virtual-clock.ts';
import { createProbe } from '../testing-probe.ts';
import type { Probe } from '../testing-probe.ts';
import { testCloud } from '../testing.ts';
import type { TestCloud } from '../testing.ts';
import { textOf } from '../wire/http.ts';
import { createPipes } from './service.ts';

const stream = 'arn:aws:dynamodb:us-east-1:000000000000:table/things/stream/2024-01-15T10:30:00.000';
const queue = 'arn:aws:sqs:us-east-1:000000000000:things';
const deadLetters = 'arn:aws:sqs:us-east-1:000000000000:dead';
const bus = 'arn:aws:events:us-east-1:000000000000:event-bus/default';
const role = 'arn:aws:iam::000000000000:role/pipe';

let directory = '';
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'pipes-'));
});
afterEach(() => {
  rmSync(directory, { recursive: true, force: true });
});

/** A stream with its records in the store, for tests of readers. */
interface StreamRoom extends Service {
  readonly source: StreamSource;
  /** Inside a transaction: appends a record of a change. */
  readonly append: (change: { readonly eventName: string; readonly dynamodb: object }) => void;
}

interface Row {
  readonly id: number;
  readonly at: number;
  readonly text: string;
}

/** A stream room with one stream, whatever ARN it is asked for. */
function createStreamRoom({ store, clock }: Ground): StreamRoom {
  store.define('CREATE TABLE IF NOT EXISTS probe_stream (id INTEGER PRIMARY KEY, at INTEGER, text TEXT)');
  const listeners = new Set<() => void>();
  const shape = ({ id, at, text }: Row): StreamRecord => ({
    sequenceNumber: String(id),
    createdAt: at,
    text,
  });
  return {
    name: 'probe-stream',
    wire: {},
    operations: [],
    resourceTypes: [],
    append: (change) => {
      store.run('INSERT INTO probe_stream (at, text) VALUES (?, ?)', clock.now(), JSON.stringify(change));
      store.afterCommit(() => {
        for (const listener of listeners) listener();
      });
    },
    source: {
      read: ({ after = '0', limit }) =>
        store
          .all<Row>('SELECT * FROM probe_stream WHERE id > ? ORDER BY id LIMIT ?', Number(after), limit)
          .map(shape),
      latest: () =>
        store.all<Row>('SELECT * FROM probe_stream ORDER BY id DESC LIMIT 1').map(shape)[0]?.sequenceNumber,
      onRecord: (_arn, listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
  };
}

interface Rooms {
  readonly cloud: TestCloud;
  readonly clock: VirtualClock;
  readonly sqs: Probe;
  readonly stream: StreamRoom;
}

function open(clock: VirtualClock = virtualClock()): Rooms {
  const rooms = (ground: Ground) => {
    const sqs = createProbe(ground, 'sqs');
    const streams = createStreamRoom(ground);
    return { sqs, stream: streams, all: [sqs, streams, createEvents(ground), createPipes(ground, streams)] };
  };
  let made: ReturnType<typeof rooms> | undefined;
  const cloud = testCloud({ clock, directory, rooms: (ground) => (made = rooms(ground)).all });
  if (made === undefined) throw new TypeError('no rooms');
  return { cloud, clock, sqs: made.sqs, stream: made.stream };
}

const provision = ({ cloud }: Rooms, properties: JsonObject, type = 'AWS::Pipes::Pipe') =>
  cloud.ground.store.write(() =>
    cloud.services
      .flatMap((room) => room.resourceTypes)
      .find((known) => known.type === type)
      ?.plan({ stackName: 's', logicalId: 'P', properties })
      .provision(),
  );

const pipe = (parameters: JsonObject = {}, rest: JsonObject = {}): JsonObject => ({
  Name: 'p',
  RoleArn: role,
  Source: stream,
  SourceParameters: { DynamoDBStreamParameters: { StartingPosition: 'TRIM_HORIZON', ...parameters } },
  Target: queue,
  ...rest,
});

const made = (id: string, extra: object = {}) => ({
  eventName: 'INSERT',
  dynamodb: { NewImage: { id: { S: id }, size: { N: '3' }, ...extra } },
});

const append = ({ cloud, stream: room }: Rooms, ...changes: Parameters<StreamRoom['append']>[0][]) =>
  cloud.ground.store.write(() => {
    changes.forEach(room.append);
  });

const ids = ({ sqs }: Rooms): unknown[] =>
  sqs.taken().map(({ body }) => (JSON.parse(body) as ReturnType<typeof made>).dynamodb.NewImage.id.S);

describe('a pipe to a queue', () => {
  it('hands over every record from the oldest on, once and in order', async () => {
    const rooms = open();
    await append(rooms, made('1'), made('2'));
    await provision(rooms, pipe());
    await rooms.clock.settle();
    await append(rooms, ...Array.from({ length: 250 }, (_, index) => made(String(index + 3))));
    await rooms.clock.settle();
    expect(ids(rooms)).toEqual(Array.from({ length: 252 }, (_, index) => String(index + 1)));
    expect(rooms.sqs.taken()[0]?.caller).toEqual({
      principal: role,
      sourceArn: 'arn:aws:pipes:us-east-1:000000000000:pipe/p',
    });
    await rooms.cloud.stop();
  });

  it('begins with the next record at LATEST', async () => {
    const rooms = open();
    await append(rooms, made('old'));
    await provision(rooms, pipe({ StartingPosition: 'LATEST' }));
    await append(rooms, made('new'));
    await rooms.clock.settle();
    expect(ids(rooms)).toEqual(['new']);
    await rooms.cloud.stop();
  });

  it('passes on what one of its filters lets through, as the template says', async () => {
    const rooms = open();
    const Filters = [
      { Pattern: '{"eventName":["MODIFY"]}' },
      { Pattern: '{"dynamodb":{"NewImage":{"colour":{"S":[{"anything-but":"red"}]}}}}' },
    ];
    const properties = pipe(
      {},
      {
        SourceParameters: {
          FilterCriteria: { Filters },
          DynamoDBStreamParameters: { StartingPosition: 'TRIM_HORIZON' },
        },
        TargetParameters: {
          InputTemplate:
            '{"id": <$.dynamodb.NewImage.id.S>, "size": <$.dynamodb.NewImage.size.N>, "gone": <$.x>, "by": "<aws.pipes.pipe-name>"}',
        },
      },
    );
    await provision(rooms, properties);
    await append(rooms, made('1'), made('2', { colour: { S: 'red' } }), made('3', { colour: { S: 'blue' } }));
    await append(rooms, { ...made('4'), eventName: 'MODIFY' });
    await rooms.clock.settle();
    expect(rooms.sqs.taken().map(({ body }) => JSON.parse(body) as unknown)).toEqual([
      { id: '3', size: '3', gone: '', by: 'p' },
      { id: '4', size: '3', gone: '', by: 'p' },
    ]);
    await rooms.cloud.stop();
  });

  it('hands nothing over twice when the process dies (F20)', async () => {
    const before = open();
    await provision(before, pipe());
    await append(before, made('1'), made('2'));
    await before.clock.settle();
    expect(ids(before)).toEqual(['1', '2']);
    // The append is committed; the pipe's own turn may or may not be.
    await append(before, made('3'), made('4'));
    before.cloud.abandon();

    const after = open();
    await provision(after, pipe());
    await after.clock.settle();
    expect(ids(after)).toEqual(['1', '2', '3', '4']);
    expect(after.cloud.faults).toEqual([]);
    await after.cloud.stop();
  });

  it('tries a failing record again and keeps the order meanwhile (F57)', async () => {
    const rooms = open();
    await provision(rooms, pipe({ MaximumRetryAttempts: -1 }));
    rooms.sqs.fail('things', new AwsError('AccessDenied', 'not you'));
    await append(rooms, made('1'), made('2'));
    await rooms.clock.advance(600_000);
    expect(ids(rooms)).toEqual([]);
    expect(rooms.cloud.faults).toEqual(['pipe p: not you']);
    rooms.sqs.fail('things', undefined);
    await rooms.clock.advance(60_000);
    expect(ids(rooms)).toEqual(['1', '2']);
    await rooms.cloud.stop();
  });

  it('gives a record up after its retries, to the dead-letter queue, and goes on', async () => {
    const rooms = open();
    await provision(rooms, pipe({ MaximumRetryAttempts: 2, DeadLetterConfig: { Arn: deadLetters } }));
    rooms.sqs.fail('things', new AwsError('Broken', 'broken'));
    await append(rooms, made('1'));
    await rooms.clock.advance(10_000);
    rooms.sqs.fail('things', undefined);
    await append(rooms, made('2'));
    await rooms.clock.settle();
    const [lost, next] = rooms.sqs.taken();
    expect(lost?.target).toBe(deadLetters);
    expect(JSON.parse(lost?.body ?? '')).toMatchObject({
      context: { condition: 'RetryAttemptsExhausted' },
      DDBStreamBatchInfo: {
        startSequenceNumber: '1',
        endSequenceNumber: '1',
        batchSize: 1,
        streamArn: stream,
      },
    });
    expect(next?.target).toBe(queue);
    await rooms.cloud.stop();
  });

  it('waits for its batching window', async () => {
    const rooms = open();
    await provision(rooms, pipe({ BatchSize: 3, MaximumBatchingWindowInSeconds: 20 }));
    await append(rooms, made('1'), made('2'));
    await rooms.clock.advance(19_000);
    expect(ids(rooms)).toEqual([]);
    await append(rooms, made('3'));
    await rooms.clock.settle();
    expect(ids(rooms)).toEqual(['1', '2', '3']);
    await append(rooms, made('4'));
    await rooms.clock.advance(20_000);
    expect(ids(rooms)).toHaveLength(4);
    await rooms.cloud.stop();
  });
});

describe('a pipe to a bus', () => {
  it('makes events whose detail is the template', async () => {
    const rooms = open();
    await provision(
      rooms,
      { Name: 'r', EventPattern: { source: ['things'] }, Targets: [{ Id: 'q', Arn: queue }] },
      'AWS::Events::Rule',
    );
    await provision(
      rooms,
      pipe(
        {},
        {
          Target: bus,
          TargetParameters: {
            EventBridgeEventBusParameters: {
              Source: 'things',
              DetailType: '$.eventName',
              Resources: ['thing'],
            },
            InputTemplate: '{"id": <$.dynamodb.NewImage.id.S>}',
          },
        },
      ),
    );
    await append(rooms, made('1'));
    await rooms.clock.settle();
    expect(JSON.parse(rooms.sqs.taken()[0]?.body ?? '')).toMatchObject({
      source: 'things',
      'detail-type': 'INSERT',
      resources: ['thing'],
      detail: { id: '1' },
    });
    expect(rooms.cloud.faults).toEqual([]);
    await rooms.cloud.stop();
  });
});

describe('the control surface', () => {
  it('describes pipes', async () => {
    const rooms = open();
    await provision(rooms, pipe());
    const call = async (method: string, path: string) => {
      const answer = await rooms.cloud.handle({ method, path, headers: {}, body: '' });
      return { status: answer.status, body: JSON.parse(textOf(answer.body)) as unknown };
    };
    expect(await call('GET', '/v1/pipes/p')).toMatchObject({
      body: {
        Name: 'p',
        CurrentState: 'RUNNING',
        Source: stream,
        Target: queue,
        RoleArn: role,
        CreationTime: 1705314600,
      },
    });
    expect(await call('GET', '/v1/pipes/q')).toMatchObject({
      status: 404,
      body: { message: 'Pipe q does not exist.' },
    });
    expect(await call('POST', '/v1/pipes/p/stop')).toMatchObject({ status: 404 });
    await rooms.cloud.stop();
  });

  it('stops and goes on by the template, and keeps its place meanwhile', async () => {
    const rooms = open();
    await provision(rooms, pipe({}, { DesiredState: 'STOPPED' }));
    await append(rooms, made('1'));
    await rooms.clock.settle();
    expect(ids(rooms)).toEqual([]);
    await provision(rooms, pipe());
    await append(rooms, made('2'));
    await rooms.clock.settle();
    expect(ids(rooms)).toEqual(['1', '2']);
    await provision(rooms, pipe({}, { DesiredState: 'STOPPED' }));
    await append(rooms, made('3'));
    await rooms.clock.settle();
    expect(ids(rooms)).toEqual(['1', '2']);
    await rooms.cloud.stop();
  });

  it.each<[string, JsonObject]>([
    ['Source: the sandbox', pipe({}, { Source: queue })],
    ['Target: the sandbox', pipe({}, { Target: 'arn:aws:lambda:us-east-1:000000000000:function:f' })],
    ['Target: the sandbox', pipe({}, { Target: `${queue}.fifo` })],
    ['Enrichment: not supported', pipe({}, { Enrichment: 'arn' })],
    [
      'MessageGroupId: not supported',
      pipe({}, { TargetParameters: { SqsQueueParameters: { MessageGroupId: 'x' } } }),
    ],
    ['unknown placeholder <nobody>', pipe({}, { TargetParameters: { InputTemplate: '{"a": <nobody>}' } })],
  ])('refuses: %s', async (message, properties) => {
    const rooms = open();
    await expect(provision(rooms, properties)).rejects.toThrow(message);
    await rooms.cloud.stop();
  });
});
