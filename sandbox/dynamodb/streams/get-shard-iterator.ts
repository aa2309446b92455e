import { operation } from '../../kernel/operation.ts';
import type { Operation } from '../../kernel/operation.ts';
import { invalidParameter } from '../errors.ts';
import { Constraints } from '../request/constraints.ts';
import { refuseUnsupported, text } from '../request/members.ts';
import type { RawInput } from '../request/members.ts';
import { shardId } from './describe-stream.ts';
import { iteratorText } from './shard-iterator.ts';
import type { StreamHead } from './stream-head.ts';
import { positionOf } from './stream-row.ts';
import { requireStream } from './streams-room.ts';
import type { StreamsRoom } from './streams-room.ts';
import { AwsError } from '../../kernel/errors.ts';

const types = ['AFTER_SEQUENCE_NUMBER', 'LATEST', 'AT_SEQUENCE_NUMBER', 'TRIM_HORIZON'];

/** GetShardIterator: a place in a stream to read from. Iterators live fifteen minutes. */
export function getShardIterator(room: StreamsRoom): Operation {
  return operation({
    name: 'GetShardIterator',
    kind: 'read',
    parse: readInput,
    permissions: ({ streamArn }) => [{ action: 'dynamodb:GetShardIterator', resource: streamArn }],
    run: ({ streamArn, shard, type, sequence }) => {
      const stream = requireStream(room, streamArn);
      if (shard !== shardId(stream)) {
        throw new AwsError('ResourceNotFoundException', `Requested resource not found: Shard does not exist`);
      }
      const after = afterOf(room, stream, { type, sequence });
      return { ShardIterator: iteratorText({ streamArn, after, issuedAt: room.ground.clock.now() }) };
    },
  });
}

function readInput(raw: RawInput) {
  const [streamArn, shard, type] = ['StreamArn', 'ShardId', 'ShardIteratorType'].map((name) =>
    text(raw, name),
  );
  const constraints = new Constraints();
  constraints.required('streamArn', streamArn);
  constraints.required('shardId', shard);
  constraints.required('shardIteratorType', type);
  constraints.oneOf('shardIteratorType', type, types);
  constraints.check();
  refuseUnsupported(raw, { members: ['StreamArn', 'ShardId', 'ShardIteratorType', 'SequenceNumber'] });
  return { streamArn: streamArn ?? '', shard, type, sequence: text(raw, 'SequenceNumber') };
}

interface Place {
  readonly type: string | undefined;
  readonly sequence: string | undefined;
}

/** The position after which to read. */
function afterOf({ streams }: StreamsRoom, stream: StreamHead, { type, sequence }: Place): number {
  if (type === 'TRIM_HORIZON') return 0;
  if (type === 'LATEST') return streams.position();
  const position = positionOf(sequence ?? '');
  if (position === undefined) throw invalidParameter('Invalid SequenceNumber');
  const oldest = streams.ends(stream)?.oldest ?? 0;
  if (position < oldest - 1) {
    throw new AwsError(
      'TrimmedDataAccessException',
      'The operation attempted to read past the oldest stream record in a shard',
    );
  }
  return type === 'AT_SEQUENCE_NUMBER' ? position - 1 : position;
}
