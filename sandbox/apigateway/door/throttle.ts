import type { Clock } from '../../kernel/clock.ts';
import type { Throttle } from '../gateway-store.ts';

interface Bucket {
  tokens: number;
  at: number;
}

/** Token buckets by name. They live in memory: a restart fills them, as nothing is owed from before. */
export interface Throttles {
  /** Takes a token; false where there is none. */
  take(name: string, limit: Throttle): boolean;
}

/** Buckets that fill with time on `clock`. */
export function createThrottles(clock: Clock): Throttles {
  const buckets = new Map<string, Bucket>();
  return {
    take: (name, { ratePerSecond, burst }) => {
      const now = clock.now();
      const bucket = buckets.get(name) ?? { tokens: burst, at: now };
      buckets.set(name, bucket);
      // A clock that was set back must not empty the bucket.
      const elapsed = Math.max(0, now - bucket.at);
      bucket.tokens = Math.min(burst, bucket.tokens + (elapsed * ratePerSecond) / 1_000);
      bucket.at = now;
      if (bucket.tokens < 1) return false;
      bucket.tokens -= 1;
      return true;
    },
  };
}
