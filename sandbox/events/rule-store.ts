import type { Ground } from '../kernel/ground.ts';
import { arn } from '../kernel/place.ts';
import type { Place } from '../kernel/place.ts';
import { defaultBus } from './bus-store.ts';
import { parseSchedule } from './schedule.ts';
import type { Target } from './target.ts';

/** What identifies a rule. */
export interface RuleKey {
  readonly bus: string;
  readonly name: string;
}

/** A rule of the template. */
export interface Rule extends RuleKey {
  /** JSON text. */
  readonly pattern: string | null;
  readonly schedule: string | null;
  readonly isEnabled: boolean;
  readonly targets: readonly Target[];
}

/** A rule as it is stored. */
export interface RuleRow extends RuleKey {
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

/** The targets of a stored rule. */
export function targetsOf({ targets }: RuleRow): readonly Target[] {
  // Written by put alone.
  return JSON.parse(targets) as Target[];
}

/** The rules. Changes only inside a write. */
export interface RuleStore {
  /** Creates or replaces a rule; a schedule that did not change keeps its next due time. */
  put(rule: Rule): void;
  remove(key: RuleKey): void;
  /** Enabled rules of a bus that have a pattern. */
  matchable(bus: string): readonly RuleRow[];
}

/** Rules in the store; `onSchedule` runs after the commit of a change that may move the next due time. */
export function createRuleStore({ store, clock }: Ground, onSchedule: () => void): RuleStore {
  return {
    put: ({ bus, name, pattern, schedule, isEnabled, targets }) => {
      const known = store.get<RuleRow>('SELECT * FROM events_rule WHERE bus = ? AND name = ?', bus, name);
      const goesOn = known?.schedule === schedule && (known.enabled === 1) === isEnabled;
      const due = schedule === null || !isEnabled ? undefined : parseSchedule(schedule).next(clock.now());
      store.run(
        'INSERT OR REPLACE INTO events_rule VALUES (?, ?, ?, ?, ?, ?, ?)',
        bus,
        name,
        pattern,
        schedule,
        isEnabled ? 1 : 0,
        JSON.stringify(targets),
        goesOn ? known.due_at : (due ?? null),
      );
      store.afterCommit(onSchedule);
    },
    remove: ({ bus, name }) => {
      store.run('DELETE FROM events_rule WHERE bus = ? AND name = ?', bus, name);
    },
    matchable: (bus) =>
      store.all<RuleRow>(
        'SELECT * FROM events_rule WHERE bus = ? AND pattern IS NOT NULL AND enabled = 1 ORDER BY name',
        bus,
      ),
  };
}
