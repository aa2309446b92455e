import type { Ground } from '../kernel/ground.ts';
import { createRoomPump } from '../kernel/pump.ts';
import type { Pump } from '../kernel/pump.ts';

const dayMs = 86_400_000;
const keptMs = 30 * dayMs;
/** Mails that one transaction removes at most, so that others need not wait for it. */
const portion = 5_000;

/** Removes, day by day, the mails that are older than thirty days. */
export function createMailRetention(ground: Ground): Pump {
  const { store, clock } = ground;
  // Ids grow with time, so the oldest mails come first without an index of their instants.
  const oldest = 'SELECT receivedAt FROM ses_mail ORDER BY id LIMIT 1';
  const expired = `DELETE FROM ses_mail WHERE id IN
    (SELECT id FROM (SELECT id, receivedAt FROM ses_mail ORDER BY id LIMIT ?) WHERE receivedAt <= ?)`;
  return createRoomPump(ground, 'mail retention', async () => {
    const before = clock.now() - keptMs;
    const first = store.get<{ receivedAt: number }>(oldest);
    if (first === undefined || first.receivedAt > before) return { at: clock.now() + dayMs };
    await store.write(() => store.run(expired, portion, before));
    return 'again';
  });
}
