import type { Ground } from '../kernel/ground.ts';
import { createRoomPump } from '../kernel/pump.ts';
import type { Pump } from '../kernel/pump.ts';
import type { LogStore } from './log-store.ts';

const hourMs = 3_600_000;
const dayMs = 86_400_000;
/** Events that one transaction removes at most, so that others need not wait for it. */
const portion = 5_000;

/** Removes, hour by hour, what is older than the retention of its group. */
export function createTrimmer(ground: Ground, logs: LogStore): Pump {
  const { store, clock } = ground;
  return createRoomPump(ground, 'log retention', async () => {
    for (const group of logs.groups()) {
      if (group.retentionDays === null) continue;
      const before = clock.now() - group.retentionDays * dayMs;
      const removed = await store.write(() => logs.trim(group, before, portion));
      if (removed === portion) return 'again';
    }
    return { at: clock.now() + hourMs };
  });
}
