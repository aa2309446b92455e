import type { StreamSource } from '../../kernel/stream-source.ts';
import { eventRecord, positionOf, sequenceNumber } from './stream-row.ts';
import { requireStream } from './streams-room.ts';
import type { StreamsRoom } from './streams-room.ts';

/** The streams as event source mappings and pipes read them: in commit order, one shard, no iterators. */
export function createStreamSource(room: StreamsRoom): StreamSource {
  const { ground, streams } = room;
  return {
    read: ({ streamArn, after, limit }) => {
      const stream = requireStream(room, streamArn);
      const position = after === undefined ? 0 : (positionOf(after) ?? 0);
      return streams.read(stream, position, limit).map((row) => ({
        sequenceNumber: sequenceNumber(row.position),
        createdAt: row.createdAt,
        text: eventRecord(row, stream, ground.place),
      }));
    },
    latest: (streamArn) => {
      const newest = streams.ends(requireStream(room, streamArn))?.newest;
      return newest === undefined ? undefined : sequenceNumber(newest);
    },
    onRecord: (streamArn, listener) =>
      streams.onRecord((arn) => {
        if (arn === streamArn) listener();
      }),
  };
}
