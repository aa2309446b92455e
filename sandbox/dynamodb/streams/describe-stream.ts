import { Timestamp } from '../../kernel/timestamp.ts';
import { between, inputOf, integer, required, text } from '../request/shape.ts';
import { describeKey } from '../table/describe.ts';
import type { KeySchema } from '../table/table.ts';
import type { StreamHead } from './stream-log.ts';
import { sequenceNumber } from './stream-row.ts';
import { defineOnStreams, requireStream } from './streams-room.ts';
import type { StreamsRoom } from './streams-room.ts';

const parse = inputOf({
  StreamArn: required(text()),
  Limit: integer(between(1)),
  ExclusiveStartShardId: text(),
});

/** DescribeStream: every stream has one shard, which never splits. */
export const describeStream = defineOnStreams({
  name: 'DescribeStream',
  kind: 'read',
  parse,
  permissions: ({ StreamArn }) => [{ action: 'dynamodb:DescribeStream', resource: StreamArn }],
  run: (room, { StreamArn, ExclusiveStartShardId }) => {
    const stream = requireStream(room, StreamArn);
    return {
      StreamDescription: {
        StreamArn: stream.arn,
        StreamLabel: stream.label,
        StreamStatus: stream.closedAt === null ? 'ENABLED' : 'DISABLED',
        StreamViewType: stream.viewType,
        CreationRequestDateTime: new Timestamp(stream.createdAt),
        TableName: stream.tableName,
        // Written by StreamLog.open.
        KeySchema: describeKey(JSON.parse(stream.keySchema) as KeySchema),
        Shards: ExclusiveStartShardId === undefined ? [describeShard(room, stream)] : [],
      },
    };
  },
});

/** The one shard of a stream. */
export function shardId({ id }: StreamHead): string {
  return `shardId-${String(id).padStart(20, '0')}-00000001`;
}

function describeShard({ streams }: StreamsRoom, stream: StreamHead) {
  const { oldest = 0, newest = 0 } = streams.ends(stream) ?? {};
  return {
    ShardId: shardId(stream),
    SequenceNumberRange: {
      StartingSequenceNumber: sequenceNumber(oldest),
      EndingSequenceNumber: stream.closedAt === null ? undefined : sequenceNumber(newest),
    },
  };
}
