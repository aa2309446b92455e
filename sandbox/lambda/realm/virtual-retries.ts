/** What a retry waits with. */
export interface RetryParts {
  readonly sleep: (ms: number) => Promise<void>;
  /** Uniform in [0, 1). */
  readonly fraction: () => number;
}

/** As the SDK hands it to a retry strategy and gets it back (duck-typed: its package is internal). */
interface RetryToken {
  readonly getRetryCount: () => number;
  readonly getRetryCost: () => number;
  readonly getRetryDelay: () => number;
}

const [firstDelayMs, throttledDelayMs, longestDelayMs] = [100, 500, 20_000];
const maxAttempts = 3;

/**
 * Settings for SDK v3 clients whose retries are the SDK's standard ones (three attempts, doubling delays with full
 * jitter), with delays that pass on a clock that is handed in.
 */
export function virtualRetries({ sleep, fraction }: RetryParts): { readonly retryStrategy: object } {
  const token = (count: number): RetryToken => ({
    getRetryCount: () => count,
    getRetryCost: () => 0,
    // Waited already: a delay that the SDK waits for passes on the machine's clock.
    getRetryDelay: () => 0,
  });
  return {
    retryStrategy: {
      mode: 'standard',
      acquireInitialRetryToken: () => Promise.resolve(token(0)),
      refreshRetryTokenForRetry: async (
        last: RetryToken,
        { errorType, error }: { readonly errorType: string; readonly error: unknown },
      ): Promise<RetryToken> => {
        const count = last.getRetryCount() + 1;
        const isPassing = errorType === 'THROTTLING' || errorType === 'TRANSIENT';
        if (!isPassing || count >= maxAttempts) throw error;
        const base = errorType === 'THROTTLING' ? throttledDelayMs : firstDelayMs;
        await sleep(Math.floor(fraction() * Math.min(longestDelayMs, base * 2 ** (count - 1))));
        return token(count);
      },
      recordSuccess: () => undefined,
    },
  };
}
