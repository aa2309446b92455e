import { createPump } from '../kernel/pump.ts';
import type { Pump } from '../kernel/pump.ts';
import { deleteExpired, nextExpiry } from './items/expire.ts';
import type { Room } from './room.ts';

/** Records of a stream are kept this long. */
const recordLifetimeMs = 24 * 3_600_000;
/** What becomes due meanwhile waits at most this long: TTL promises no more, AWS takes longer. */
const longestPauseMs = 60_000;

/** The room's own work: deletes what TTL says and stream records that are a day old. */
export function createHousekeeping(room: Room): Pump {
  const { clock, store, report } = room.ground;
  const nextDue = (): number => {
    const oldest = room.streams.oldestAt();
    const trimAt = oldest === undefined ? Infinity : oldest + recordLifetimeMs + 1;
    return Math.min(trimAt, nextExpiry(room) ?? Infinity);
  };
  return createPump({
    clock,
    onFault: (thrown) => {
      report('dynamodb housekeeping', thrown);
    },
    turn: async () => {
      const now = clock.now();
      if (nextDue() <= now) {
        await store.write(() => {
          room.streams.trim(now - recordLifetimeMs);
          deleteExpired(room);
        });
        if (nextDue() <= now) return 'again';
      }
      return { at: Math.min(nextDue(), now + longestPauseMs) };
    },
  });
}
