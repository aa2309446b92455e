import { operation } from '../../kernel/operation.ts';
import type { Operation } from '../../kernel/operation.ts';
import { Timestamp } from '../../kernel/timestamp.ts';
import { Constraints } from '../request/constraints.ts';
import { integer, refuseUnsupported, text } from '../request/members.ts';
import { describeKey } from '../table/describe.ts';
import type { KeySchema } from '../table/table.ts';
import type { StreamHead } from './stream-head.ts';
import { sequenceNumber } from './stream-row.ts';
import type { StreamsRoom } from './streams-room.ts';
import { requireStream } from './streams-room.ts';

/** DescribeStream: every stream has one shard, which never splits. */
export function describeStream(room: StreamsRoom): Operation {
  return operation({
    name: 'DescribeStream',
    kind: 'read',
    parse: (raw) => {
      const streamArn = text(raw, 'StreamArn');
      const constraints = new Constraints();
      constraints.required('streamArn', streamArn);
      constraints.atLeast('limit', integer(raw, 'Limit'), 1);
      constraints.check();
      refuseUnsupported(raw, { members: ['StreamArn', 'Limit', 'ExclusiveStartShardId'] });
      return { streamArn: streamArn ?? '', isAfterShard: text(raw, 'ExclusiveStartShardId') !== undefined };
    },
    permissions: ({ streamArn }) => [{ action: 'dynamodb:DescribeStream', resource: streamArn }],
    run: ({ streamArn, isAfterShard }) => {
      const stream = requireStream(room, streamArn);
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
          Shards: isAfterShard ? [] : [describeShard(room, stream)],
        },
      };
    },
  });
}

/** The one shard of a stream. */
export function shardId({ id }: StreamHead): string {
  return `shardId-${String(id).padStart(20, '0')}-00000001`;
}

function describeShard({ streams }: StreamsRoom, stream: StreamHead): Readonly<Record<string, unknown>> {
  const ends = streams.ends(stream);
  const isClosed = stream.closedAt !== null;
  return {
    ShardId: shardId(stream),
    SequenceNumberRange: {
      StartingSequenceNumber: sequenceNumber(ends?.oldest ?? 0),
      ...(isClosed ? { EndingSequenceNumber: sequenceNumber(ends?.newest ?? 0) } : {}),
    },
  };
}
