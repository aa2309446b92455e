import type { Ground } from '../kernel/ground.ts';
import { createRoomPump } from '../kernel/pump.ts';
import type { Pump } from '../kernel/pump.ts';
import type { QueueStore } from './queue-store.ts';

const hourMs = 3_600_000;
/** Messages that one transaction removes at most, so that others need not wait for it. */
const portion = 5_000;

/** Removes, hour by hour, the messages whose retention is over, also where nobody receives any more. */
export function createRetention(ground: Ground, queues: QueueStore): Pump {
  const { store, clock } = ground;
  const isOver = 'SELECT 1 FROM sqs_message WHERE queueId = ? AND sentAt <= ? LIMIT 1';
  const expired = `DELETE FROM sqs_message WHERE id IN
    (SELECT id FROM sqs_message WHERE queueId = ? AND sentAt <= ? LIMIT ?)`;
  return createRoomPump(ground, 'sqs retention', async () => {
    for (const { id, settings } of queues.list()) {
      const before = clock.now() - settings.retention;
      if (store.get(isOver, id, before) === undefined) continue;
      const { changes } = await store.write(() => store.run(expired, id, before, portion));
      if (changes === portion) return 'again';
    }
    return { at: clock.now() + hourMs };
  });
}
