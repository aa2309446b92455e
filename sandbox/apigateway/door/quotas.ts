import type { Ground } from '../../kernel/ground.ts';
import type { Quota } from '../gateway-store.ts';
import type { ServedKey } from '../served-stages.ts';

/** Counts requests per plan, key and period; counts are written down with the requests' log lines. */
export interface Quotas {
  /** Counts a request; false where the period's quota is used up. */
  take(key: ServedKey, quota: Quota): boolean;
  /** Writes down what changed; only inside a write. */
  save(): void;
}

/** Counters on the store. */
export function createQuotas({ store, clock }: Ground): Quotas {
  const counters = new Map<string, { period: string; used: number; values: [string, string, string] }>();
  const changed = new Set<string>();
  return {
    take: (key, quota) => {
      const name = `${key.plan.id}/${key.id}`;
      const period = periodOf(quota.period, clock.now());
      let counter = counters.get(name);
      if (counter?.period !== period) {
        const values: [string, string, string] = [key.plan.id, key.id, period];
        const sql = 'SELECT used FROM apigateway_usage WHERE plan_id = ? AND key_id = ? AND period = ?';
        counter = { period, values, used: store.get<{ used: number }>(sql, ...values)?.used ?? 0 };
        counters.set(name, counter);
      }
      if (counter.used >= quota.limit) return false;
      counter.used += 1;
      changed.add(name);
      return true;
    },
    save: () => {
      for (const name of changed) {
        const counter = counters.get(name);
        if (counter === undefined) continue;
        store.run(
          'INSERT OR REPLACE INTO apigateway_usage (plan_id, key_id, period, used) VALUES (?, ?, ?, ?)',
          ...counter.values,
          counter.used,
        );
      }
      changed.clear();
    },
  };
}

const dayMs = 86_400_000;
/** 1970-01-01 was a Thursday; weeks begin on Sunday. */
const daysSinceSunday = 4;

/** The name of the period that an instant falls in (UTC). */
export function periodOf(period: Quota['period'], epochMs: number): string {
  const date = new Date(epochMs).toISOString();
  switch (period) {
    case 'DAY':
      return date.slice(0, 10);
    case 'MONTH':
      return date.slice(0, 7);
    case 'WEEK':
      return `week ${String(Math.floor((Math.floor(epochMs / dayMs) + daysSinceSunday) / 7))}`;
  }
}
