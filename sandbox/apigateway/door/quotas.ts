import type { Ground } from '../../kernel/ground.ts';
import type { Quota } from '../gateway-store.ts';
import type { ServedKey } from '../served-stages.ts';

/** Counts requests per plan, key and period; what is counted is written with the request's log line. */
export interface Quotas {
  /** Counts a request; false where the period's quota is used up. */
  take(key: ServedKey, quota: Quota): boolean;
  /** Writes a counted request down; only inside a write. */
  record(key: ServedKey, quota: Quota): void;
}

/** Counters on the store. */
export function createQuotas({ store, clock }: Ground): Quotas {
  const counters = new Map<string, { period: string; used: number }>();
  const stored = (key: ServedKey, period: string): number =>
    store.get<{ used: number }>(
      'SELECT used FROM apigateway_usage WHERE plan_id = ? AND key_id = ? AND period = ?',
      key.plan.id,
      key.id,
      period,
    )?.used ?? 0;
  return {
    take: (key, quota) => {
      const name = `${key.plan.id}/${key.id}`;
      const period = periodOf(quota.period, clock.now());
      let counter = counters.get(name);
      if (counter?.period !== period) {
        counter = { period, used: stored(key, period) };
        counters.set(name, counter);
      }
      if (counter.used >= quota.limit) return false;
      counter.used += 1;
      return true;
    },
    record: (key, quota) => {
      store.run(
        `INSERT INTO apigateway_usage (plan_id, key_id, period, used) VALUES (?, ?, ?, 1)
         ON CONFLICT (plan_id, key_id, period) DO UPDATE SET used = used + 1`,
        key.plan.id,
        key.id,
        periodOf(quota.period, clock.now()),
      );
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
