import type { Place } from '../../kernel/place.ts';
import type { StreamSource } from '../../kernel/stream-source.ts';
import type { StreamLog } from './stream-log.ts';
import { eventRecord, positionOf, sequenceNumber } from './stream-row.ts';

/** The streams as event source mappings and pipes read them: in commit order, one shard, no iterators. */
export function createStreamSource(streams: StreamLog, place: Place): StreamSource {
  return {
    read: ({ streamArn, after, limit }) => {
      const stream = streams.require(streamArn);
      const position = after === undefined ? 0 : (positionOf(after) ?? 0);
      return streams.read(stream, position, limit).map((row) => ({
        sequenceNumber: sequenceNumber(row.position),
        createdAt: row.createdAt,
        text: eventRecord(row, stream, place),
      }));
    },
    latest: (streamArn) => {
      const newest = streams.ends(streams.require(streamArn))?.newest;
      return newest === undefined ? undefined : sequenceNumber(newest);
    },
    onRecord: (streamArn, listener) => streams.onRecord(streamArn, listener),
  };
}
