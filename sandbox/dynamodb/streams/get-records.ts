import { AwsError } from '../../kernel/errors.ts';
import { JsonText } from '../../kernel/json-text.ts';
import { answer } from '../request/answer.ts';
import { between, inputOf, integer, required, text } from '../request/shape.ts';
import { iteratorText, readIterator } from './shard-iterator.ts';
import { apiRecord } from './stream-row.ts';
import { defineOnStreams, requireStream } from './streams-room.ts';

const mostRecords = 1_000;
const iteratorLifetimeMs = 15 * 60 * 1_000;
const readInput = inputOf({ ShardIterator: required(text()), Limit: integer(between(1, mostRecords)) });

/** GetRecords: the records after an iterator, and the iterator to go on with. */
export const getRecords = defineOnStreams({
  name: 'GetRecords',
  kind: 'read',
  parse: (raw) => {
    const { ShardIterator, Limit = mostRecords } = readInput(raw);
    return { iterator: readIterator(ShardIterator), limit: Limit };
  },
  permissions: ({ iterator }) => [{ action: 'dynamodb:GetRecords', resource: iterator.streamArn }],
  run: (room, { iterator, limit }) => {
    const { clock, place } = room.ground;
    if (clock.now() - iterator.issuedAt > iteratorLifetimeMs) {
      throw new AwsError(
        'ExpiredIteratorException',
        'Iterator expired. The iterator was created too long ago',
      );
    }
    const stream = requireStream(room, iterator.streamArn);
    const rows = room.streams.read(stream, iterator.after, limit);
    const after = rows.at(-1)?.position ?? iterator.after;
    const isOver = stream.closedAt !== null && after >= (room.streams.ends(stream)?.newest ?? 0);
    return answer({
      Records: rows.map((row) => new JsonText(apiRecord(row, stream, place))),
      NextShardIterator: isOver ? undefined : iteratorText({ ...iterator, after, issuedAt: clock.now() }),
    });
  },
});
