import type { Ground } from '../kernel/ground.ts';
import { createPump } from '../kernel/pump.ts';
import type { Pump } from '../kernel/pump.ts';
import type { LogStore } from './log-store.ts';

const hourMs = 3_600_000;
const dayMs = 86_400_000;
/** Events that one transaction removes at most, so that others need not wait for it. */
const portion = 5_000;

/** Removes, hour by hour, what is older than the retention of its group. */
export function createTrimmer({ store, clock, report }: Ground, logs: LogStore): Pump {
  return createPump({
    clock,
    onFault: (thrown) => {
      report('log retention', thrown);
    },
    turn: async () => {
      for (const group of logs.groups()) {
        if (group.retentionDays === null) continue;
        const before = clock.now() - group.retentionDays * dayMs;
        const removed = await store.write(() => logs.trim(group, before, portion));
        if (removed === portion) return 'again';
      }
      return { at: clock.now() + hourMs };
    },
  });
}
