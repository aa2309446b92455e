import { AwsError } from '../../kernel/errors.ts';
import { JsonText } from '../../kernel/json-text.ts';
import { operation } from '../../kernel/operation.ts';
import type { Operation } from '../../kernel/operation.ts';
import { Constraints } from '../request/constraints.ts';
import { integer, refuseUnsupported, text } from '../request/members.ts';
import type { RawInput } from '../request/members.ts';
import { iteratorText, readIterator } from './shard-iterator.ts';
import { apiRecord } from './stream-row.ts';
import { requireStream } from './streams-room.ts';
import type { StreamsRoom } from './streams-room.ts';

const mostRecords = 1_000;
const iteratorLifetimeMs = 15 * 60 * 1_000;

/** GetRecords: the records after an iterator, and the iterator to go on with. */
export function getRecords(room: StreamsRoom): Operation {
  const { clock, place } = room.ground;
  return operation({
    name: 'GetRecords',
    kind: 'read',
    parse: readInput,
    permissions: ({ iterator }) => [{ action: 'dynamodb:GetRecords', resource: iterator.streamArn }],
    run: ({ iterator, limit }) => {
      if (clock.now() - iterator.issuedAt > iteratorLifetimeMs) {
        throw new AwsError(
          'ExpiredIteratorException',
          'Iterator expired. The iterator was created too long ago',
        );
      }
      const stream = requireStream(room, iterator.streamArn);
      const rows = room.streams.read(stream, iterator.after, limit);
      const after = rows.at(-1)?.position ?? iterator.after;
      const records = rows.map((row) => apiRecord(row, stream, place)).join(',');
      const isOver = stream.closedAt !== null && after >= (room.streams.ends(stream)?.newest ?? 0);
      const next = isOver
        ? ''
        : `,"NextShardIterator":${JSON.stringify(iteratorText({ ...iterator, after, issuedAt: clock.now() }))}`;
      return new JsonText(`{"Records":[${records}]${next}}`);
    },
  });
}

function readInput(raw: RawInput) {
  const iterator = text(raw, 'ShardIterator');
  const limit = integer(raw, 'Limit');
  const constraints = new Constraints();
  constraints.required('shardIterator', iterator);
  constraints.atLeast('limit', limit, 1);
  constraints.atMost('limit', limit, mostRecords);
  constraints.check();
  refuseUnsupported(raw, { members: ['ShardIterator', 'Limit'] });
  return { iterator: readIterator(iterator ?? ''), limit: limit ?? mostRecords };
}
