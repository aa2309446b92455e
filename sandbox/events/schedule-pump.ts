import type { Ground } from '../kernel/ground.ts';
import { createPump } from '../kernel/pump.ts';
import type { Pump, PumpNext } from '../kernel/pump.ts';
import type { BusEvent } from './event.ts';
import { eventOf } from './event.ts';
import { ruleArn } from './rule-store.ts';
import type { RuleRow } from './rule-store.ts';
import { parseSchedule } from './schedule.ts';

/** Fires scheduled rules. Ticks that were missed while the process was down fire once. */
export function createSchedulePump(ground: Ground, send: (rule: RuleRow, event: BusEvent) => void): Pump {
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
    send(rule, event);
  };
  const turn = async (): Promise<PumpNext> => {
    const next = store.get<{ due: number | null }>('SELECT min(due_at) AS due FROM events_rule')?.due ?? null;
    if (next === null) return 'idle';
    if (next > clock.now()) return { at: next };
    await store.write(() => {
      const sql = 'SELECT * FROM events_rule WHERE due_at <= ? ORDER BY due_at, name';
      store.all<RuleRow>(sql, clock.now()).forEach(fire);
    });
    return 'again';
  };
  return createPump({
    clock,
    turn,
    onFault: (thrown) => {
      ground.report('event schedules', thrown);
    },
  });
}
