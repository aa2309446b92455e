import type { Ground } from '../kernel/ground.ts';
import type { RuleKey } from './rule-key.ts';
import { checkTarget } from './target.ts';
import type { Target } from './target.ts';

/** The targets of rules. */
export interface TargetStore {
  /** Adds a target or replaces the one with the same id; refused where the sandbox would not deliver to it. */
  put(rule: RuleKey, target: Target): void;
  remove(rule: RuleKey, id: string): void;
  list(rule: RuleKey): readonly Target[];
}

/** Targets in the store. */
export function createTargetStore({ store }: Ground): TargetStore {
  return {
    put: ({ bus, name }, target) => {
      checkTarget(target);
      const sql = 'INSERT OR REPLACE INTO events_target VALUES (?, ?, ?, ?)';
      store.run(sql, bus, name, target.Id, JSON.stringify(target));
    },
    remove: ({ bus, name }, id) => {
      store.run('DELETE FROM events_target WHERE bus = ? AND rule = ? AND id = ?', bus, name, id);
    },
    list: ({ bus, name }) =>
      store
        .all<{ spec: string }>(
          'SELECT spec FROM events_target WHERE bus = ? AND rule = ? ORDER BY id',
          bus,
          name,
        )
        // Only checked targets are stored.
        .map(({ spec }) => JSON.parse(spec) as Target),
  };
}
