import type { Ground } from '../kernel/ground.ts';
import { parsedOnce } from '../kernel/parsed-once.ts';
import { arn } from '../kernel/place.ts';
import type { Place } from '../kernel/place.ts';
import { defaultBus } from './bus-store.ts';
import { parseSchedule } from './schedule.ts';
import { targetsSchema } from './target.ts';
import type { Target } from './target.ts';

/** What identifies a rule. */
export interface RuleKey {
  readonly bus: string;
  readonly name: string;
}

/** A rule as it is stored. */
export interface RuleRow extends RuleKey {
  /** JSON text. */
  readonly pattern: string | null;
  readonly schedule: string | null;
  /** 1 or 0. */
  readonly enabled: number;
  /** JSON of its targets. */
  readonly targets: string;
  /** When a schedule fires next, epoch ms. */
  readonly due_at: number | null;
}

/** ARN of a rule; rules of custom buses carry the bus's name. */
export function ruleArn(place: Place, { bus, name }: RuleKey): string {
  return arn(place, 'events', bus === defaultBus ? `rule/${name}` : `rule/${bus}/${name}`);
}

/** The targets in the text of a row; what an older one leaves out has its default. */
export const targetsIn = parsedOnce((text): readonly Target[] => targetsSchema.parse(JSON.parse(text)));

/** The rules. Changes only inside a write. */
export class RuleStore {
  readonly #ground: Ground;

  constructor(ground: Ground) {
    this.#ground = ground;
  }

  /** Creates or replaces a rule; a schedule that did not change keeps its next due time. */
  put({ bus, name, pattern, schedule, enabled, targets }: Omit<RuleRow, 'due_at'>): void {
    const { store, clock } = this.#ground;
    const known = store.get<RuleRow>('SELECT * FROM events_rule WHERE bus = ? AND name = ?', bus, name);
    const goesOn = known?.schedule === schedule && known.enabled === enabled;
    const due = schedule === null || enabled === 0 ? undefined : parseSchedule(schedule).next(clock.now());
    store.run(
      'INSERT OR REPLACE INTO events_rule VALUES (?, ?, ?, ?, ?, ?, ?)',
      bus,
      name,
      pattern,
      schedule,
      enabled,
      targets,
      goesOn ? known.due_at : (due ?? null),
    );
  }

  remove({ bus, name }: RuleKey): void {
    this.#ground.store.run('DELETE FROM events_rule WHERE bus = ? AND name = ?', bus, name);
  }

  /** Enabled rules of a bus that have a pattern. */
  matchable(bus: string): readonly RuleRow[] {
    return this.#ground.store.all<RuleRow>(
      'SELECT * FROM events_rule WHERE bus = ? AND pattern IS NOT NULL AND enabled = 1 ORDER BY name',
      bus,
    );
  }
}
