import { AwsError } from '../../kernel/errors.ts';
import { invalidParameter } from '../errors.ts';
import { inputOf, oneOf, required, text } from '../request/shape.ts';
import { shardId } from './describe-stream.ts';
import { iteratorText } from './shard-iterator.ts';
import { positionOf } from './stream-row.ts';
import { defineOnStreams, requireStream } from './streams-room.ts';

const parse = inputOf({
  StreamArn: required(text()),
  ShardId: required(text()),
  ShardIteratorType: required(oneOf('AFTER_SEQUENCE_NUMBER', 'LATEST', 'AT_SEQUENCE_NUMBER', 'TRIM_HORIZON')),
  SequenceNumber: text(),
});

/** GetShardIterator: a place in a stream to read from. Iterators live fifteen minutes. */
export const getShardIterator = defineOnStreams({
  name: 'GetShardIterator',
  kind: 'read',
  parse,
  permissions: ({ StreamArn }) => [{ action: 'dynamodb:GetShardIterator', resource: StreamArn }],
  run: (room, { StreamArn, ShardId, ShardIteratorType: type, SequenceNumber = '' }) => {
    const stream = requireStream(room, StreamArn);
    if (ShardId !== shardId(stream)) {
      throw new AwsError('ResourceNotFoundException', 'Requested resource not found: Shard does not exist');
    }
    const issuedAt = room.ground.clock.now();
    const from = (after: number) => ({
      ShardIterator: iteratorText({ streamArn: StreamArn, after, issuedAt }),
    });
    if (type === 'TRIM_HORIZON') return from(0);
    if (type === 'LATEST') return from(room.streams.position());
    const position = positionOf(SequenceNumber);
    if (position === undefined) throw invalidParameter('Invalid SequenceNumber');
    if (position < (room.streams.ends(stream)?.oldest ?? 0) - 1) {
      throw new AwsError(
        'TrimmedDataAccessException',
        'The operation attempted to read past the oldest stream record in a shard',
      );
    }
    return from(type === 'AT_SEQUENCE_NUMBER' ? position - 1 : position);
  },
});
