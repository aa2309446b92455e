import type { Ground } from '../kernel/ground.ts';
import type { Service } from '../kernel/service.ts';
import type { StreamSource } from '../kernel/stream-source.ts';
import * as itemReads from './item-reads.ts';
import * as itemWrites from './item-writes.ts';
import * as pageReads from './page-reads.ts';
import { createHousekeeping } from './housekeeping.ts';
import { tableResource } from './resources/table.ts';
import { createRoom } from './room.ts';
import * as tableOperations from './table-operations.ts';
import * as tagOperations from './tags.ts';
import * as timeToLive from './time-to-live.ts';
import type { StreamLog } from './streams/stream-log.ts';
import { createStreamSource } from './streams/stream-source.ts';
import { streamOperations } from './streams/streams-api.ts';

/** Tables, and their streams as pipes and event source mappings read them. */
export interface DynamoDb extends Service, StreamSource {
  /** For the Streams API, which is a service of its own. */
  readonly streams: StreamLog;
}

/** How tables behave where AWS leaves it open. */
export interface DynamoDbOptions {
  /** Global indexes follow their tables after this long; at once without it. */
  readonly indexLagMs?: number;
}

const operations = [tableOperations, timeToLive, tagOperations, itemReads, itemWrites, pageReads].flatMap(
  (subject) => Object.values(subject),
);

/** Amazon DynamoDB: tables, items, transactions and streams. PartiQL and legacy parameters are refused by name. */
export function createDynamoDb(ground: Ground, { indexLagMs = 0 }: DynamoDbOptions = {}): DynamoDb {
  const room = createRoom(ground, indexLagMs);
  const housekeeping = createHousekeeping(room);
  return {
    name: 'dynamodb',
    wire: { target: 'DynamoDB_20120810', jsonVersion: '1.0' },
    operations: operations.map((make) => make(room)),
    resourceTypes: [tableResource(room)],
    ...createStreamSource(room.streams, ground.place),
    streams: room.streams,
    start: () => {
      housekeeping.wake();
      room.entryRows.start(room.tables);
    },
    stop: async () => {
      await room.entryRows.stop();
      await housekeeping.stop();
    },
  };
}

/** Amazon DynamoDB Streams over the streams of `dynamodb`. Its permissions are those of the service dynamodb. */
export function createDynamoDbStreams(ground: Ground, { streams }: DynamoDb): Service {
  return {
    name: 'dynamodbstreams',
    wire: { target: 'DynamoDBStreams_20120810', jsonVersion: '1.0' },
    operations: streamOperations({ ground, streams }),
    resourceTypes: [],
  };
}
