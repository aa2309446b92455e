import { createRoomPump } from '../kernel/pump.ts';
import type { Pump } from '../kernel/pump.ts';
import { sendToTargets } from './dispatch.ts';
import { eventOf } from './event.ts';
import type { Retries } from './retry.ts';
import { ruleArn } from './rule-store.ts';
import type { RuleRow } from './rule-store.ts';
import { parseSchedule } from './schedule.ts';

/** Fires scheduled rules. Ticks that were missed while the process was down fire once. */
export function createSchedulePump(retries: Retries): Pump {
  const { ground } = retries.room;
  const { store, clock, place } = ground;

  const fire = (rule: RuleRow): void => {
    const due = rule.due_at ?? clock.now();
    const next = parseSchedule(rule.schedule ?? '').nextAfterMissed(due, clock.now()) ?? null;
    store.run('UPDATE events_rule SET due_at = ? WHERE bus = ? AND name = ?', next, rule.bus, rule.name);
    const event = eventOf(ground, {
      'detail-type': 'Scheduled Event',
      source: 'aws.events',
      resources: [ruleArn(place, rule)],
      detail: {},
      at: due,
    });
    sendToTargets(retries, rule, { event });
  };
  return createRoomPump(ground, 'event schedules', async () => {
    const { due = null } =
      store.get<{ due: number | null }>('SELECT min(due_at) AS due FROM events_rule') ?? {};
    if (due === null) return 'idle';
    if (due > clock.now()) return { at: due };
    await store.write(() => {
      const sql = 'SELECT * FROM events_rule WHERE due_at <= ? ORDER BY due_at, name';
      store.all<RuleRow>(sql, clock.now()).forEach(fire);
    });
    return 'again';
  });
}
