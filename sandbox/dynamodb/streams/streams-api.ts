import { AwsError } from '../../kernel/errors.ts';
import type { Ground } from '../../kernel/ground.ts';
import { JsonText } from '../../kernel/json-text.ts';
import { operation } from '../../kernel/operation.ts';
import type { Operation } from '../../kernel/operation.ts';
import { Timestamp } from '../../kernel/timestamp.ts';
import { invalidParameter, notFound } from '../errors.ts';
import { answer } from '../request/answer.ts';
import { nameOf } from '../request/members.ts';
import { between, inputOf, integer, oneOf, required, text } from '../request/shape.ts';
import { describeKey } from '../table/describe.ts';
import type { KeySchema } from '../table/table.ts';
import { iteratorText, readIterator } from './shard-iterator.ts';
import type { StreamHead, StreamLog } from './stream-log.ts';
import { apiRecord, positionOf, sequenceNumber } from './stream-row.ts';

/** What the operations of the Streams API share. */
interface StreamsRoom {
  readonly ground: Ground;
  readonly streams: StreamLog;
}

const largestPage = 100;
const mostRecords = 1_000;

/** The operations of the Streams API; every stream has one shard, which never splits. */
export function streamOperations(room: StreamsRoom): readonly Operation[] {
  return [listStreams, describeStream, getShardIterator, getRecords].map((make) => make(room));
}

const readList = inputOf({ TableName: text(), Limit: integer(between(1)), ExclusiveStartStreamArn: text() });

/** ListStreams: the streams of all tables or of one, switched off ones included, in the order of their ARNs. */
const listStreams = ({ streams }: StreamsRoom) =>
  operation({
    name: 'ListStreams',
    kind: 'read',
    parse: readList,
    permissions: () => [{ action: 'dynamodb:ListStreams', resource: '*' }],
    run: ({ TableName, Limit = largestPage, ExclusiveStartStreamArn = '' }) => {
      const found = streams.list().filter(({ arn, tableName }) => {
        return arn > ExclusiveStartStreamArn && (TableName === undefined || nameOf(TableName) === tableName);
      });
      const page = found.slice(0, Math.min(Limit, largestPage));
      return {
        Streams: page.map(({ arn, label, tableName }) => {
          return { StreamArn: arn, StreamLabel: label, TableName: tableName };
        }),
        LastEvaluatedStreamArn: found.length > page.length ? page.at(-1)?.arn : undefined,
      };
    },
  });

const readDescribe = inputOf({
  StreamArn: required(text()),
  Limit: integer(between(1)),
  ExclusiveStartShardId: text(),
});

/** DescribeStream, with its one shard. */
const describeStream = ({ streams }: StreamsRoom) =>
  operation({
    name: 'DescribeStream',
    kind: 'read',
    parse: readDescribe,
    permissions: ({ StreamArn }) => [{ action: 'dynamodb:DescribeStream', resource: StreamArn }],
    run: ({ StreamArn, ExclusiveStartShardId }) => {
      const stream = streams.require(StreamArn);
      const { oldest = 0, newest = 0 } = streams.ends(stream) ?? {};
      const isOn = stream.closedAt === null;
      const shard = {
        ShardId: shardId(stream),
        SequenceNumberRange: {
          StartingSequenceNumber: sequenceNumber(oldest),
          EndingSequenceNumber: isOn ? undefined : sequenceNumber(newest),
        },
      };
      return {
        StreamDescription: {
          StreamArn,
          StreamLabel: stream.label,
          StreamStatus: isOn ? 'ENABLED' : 'DISABLED',
          StreamViewType: stream.viewType,
          CreationRequestDateTime: new Timestamp(stream.createdAt),
          TableName: stream.tableName,
          // Written by StreamLog.open.
          KeySchema: describeKey(JSON.parse(stream.keySchema) as KeySchema),
          Shards: ExclusiveStartShardId === undefined ? [shard] : [],
        },
      };
    },
  });

const readPlace = inputOf({
  StreamArn: required(text()),
  ShardId: required(text()),
  ShardIteratorType: required(oneOf('AFTER_SEQUENCE_NUMBER', 'LATEST', 'AT_SEQUENCE_NUMBER', 'TRIM_HORIZON')),
  SequenceNumber: text(),
});

/** GetShardIterator: a place in a stream to read from. */
const getShardIterator = ({ ground, streams }: StreamsRoom) =>
  operation({
    name: 'GetShardIterator',
    kind: 'read',
    parse: readPlace,
    permissions: ({ StreamArn }) => [{ action: 'dynamodb:GetShardIterator', resource: StreamArn }],
    run: ({ StreamArn: streamArn, ShardId, ShardIteratorType: type, SequenceNumber = '' }) => {
      const stream = streams.require(streamArn);
      if (ShardId !== shardId(stream)) throw notFound(': Shard does not exist');
      const from = (after: number) => ({
        ShardIterator: iteratorText({ streamArn, after, issuedAt: ground.clock.now() }),
      });
      if (type === 'TRIM_HORIZON') return from(0);
      if (type === 'LATEST') return from(streams.position());
      const position = positionOf(SequenceNumber);
      if (position === undefined) throw invalidParameter('Invalid SequenceNumber');
      if (position < (streams.ends(stream)?.oldest ?? 0) - 1) {
        throw new AwsError(
          'TrimmedDataAccessException',
          'The operation attempted to read past the oldest stream record in a shard',
        );
      }
      return from(type === 'AT_SEQUENCE_NUMBER' ? position - 1 : position);
    },
  });

const readRecords = inputOf({ ShardIterator: required(text()), Limit: integer(between(1, mostRecords)) });

/** GetRecords: the records after an iterator, and the iterator to go on with. */
const getRecords = ({ ground: { clock, place }, streams }: StreamsRoom) =>
  operation({
    name: 'GetRecords',
    kind: 'read',
    parse: (raw) => {
      const { ShardIterator, Limit = mostRecords } = readRecords(raw);
      return { iterator: readIterator(ShardIterator, clock.now()), limit: Limit };
    },
    permissions: ({ iterator }) => [{ action: 'dynamodb:GetRecords', resource: iterator.streamArn }],
    run: ({ iterator, limit }) => {
      const stream = streams.require(iterator.streamArn);
      const rows = streams.read(stream, iterator.after, limit);
      const after = rows.at(-1)?.position ?? iterator.after;
      const isOver = stream.closedAt !== null && after >= (streams.ends(stream)?.newest ?? 0);
      return answer({
        Records: rows.map((row) => new JsonText(apiRecord(row, stream, place))),
        NextShardIterator: isOver ? undefined : iteratorText({ ...iterator, after, issuedAt: clock.now() }),
      });
    },
  });

function shardId({ id }: StreamHead): string {
  return `shardId-${String(id).padStart(20, '0')}-00000001`;
}
