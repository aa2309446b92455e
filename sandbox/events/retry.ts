import { AwsError } from '../kernel/errors.ts';
import type { Ground } from '../kernel/ground.ts';
import { createPump } from '../kernel/pump.ts';
import type { Pump, PumpNext } from '../kernel/pump.ts';
import type { Handover, HandoverDesk, HandoverFailure } from './handover.ts';

/** Hands events over and keeps those that failed for another attempt. */
export interface Retries {
  /** A first attempt, inside the open transaction. `body` may throw AwsError: then the event is given up at once. */
  hand(handover: Omit<Handover, 'body'>, body: () => string): void;
  readonly pump: Pump;
}

interface RetryRow {
  readonly id: number;
  readonly handover: string;
  /** Retries made so far. */
  readonly attempts: number;
  readonly first_at: number;
  readonly due_at: number;
}

type Attempts = Pick<RetryRow, 'attempts' | 'first_at'>;

const longestPauseMs = 600_000;
const batchSize = 50;

/** Retries that live in the store, so that they go on after a crash. */
export function createRetries(ground: Ground, desk: HandoverDesk): Retries {
  const { store, clock, random } = ground;

  const again = (handover: Handover, { attempts, first_at }: Attempts): void => {
    // Exponential with full jitter: EventBridge documents "exponential back off and jitter" without numbers.
    const pause = 1_000 + Math.floor(random.fraction() * Math.min(longestPauseMs, 1_000 * 2 ** attempts));
    const sql = 'INSERT INTO events_retry (handover, attempts, first_at, due_at) VALUES (?, ?, ?, ?)';
    store.run(sql, JSON.stringify(handover), attempts + 1, first_at, clock.now() + pause);
    store.afterCommit(pump.wake);
  };
  const attempt = (handover: Handover, soFar: Attempts): void => {
    const failure = desk.attempt(handover);
    if (failure === undefined) return;
    const end = endOf(handover, failure, { ...soFar, now: clock.now() });
    if (end === undefined) again(handover, soFar);
    else desk.giveUp(handover, { ...failure, ...end, attempts: soFar.attempts });
  };
  const pump = createPump({
    clock,
    turn: () => retryDue(ground, attempt),
    onFault: (thrown) => {
      ground.report('event retries', thrown);
    },
  });
  return {
    pump,
    hand: (unfinished, body) => {
      let handover: Handover = { ...unfinished, body: '' };
      try {
        handover = { ...unfinished, body: body() };
      } catch (thrown) {
        if (!(thrown instanceof AwsError)) throw thrown;
        desk.giveUp(handover, { code: thrown.code, message: thrown.message, retryable: false, attempts: 0 });
        return;
      }
      attempt(handover, { attempts: 0, first_at: clock.now() });
    },
  };
}

async function retryDue(
  { store, clock }: Ground,
  attempt: (handover: Handover, soFar: Attempts) => void,
): Promise<PumpNext> {
  const next = store.get<{ due: number | null }>('SELECT min(due_at) AS due FROM events_retry')?.due ?? null;
  if (next === null) return 'idle';
  if (next > clock.now()) return { at: next };
  await store.write(() => {
    const sql = 'SELECT * FROM events_retry WHERE due_at <= ? ORDER BY due_at, id LIMIT ?';
    for (const row of store.all<RetryRow>(sql, clock.now(), batchSize)) {
      store.run('DELETE FROM events_retry WHERE id = ?', row.id);
      // Written by `again` alone.
      attempt(JSON.parse(row.handover) as Handover, row);
    }
  });
  return 'again';
}

/** Why a failed handover is not tried again; undefined where it is. */
function endOf(
  { maxAttempts, maxAgeMs }: Handover,
  { retryable }: HandoverFailure,
  { attempts, first_at, now }: Attempts & { readonly now: number },
): { readonly condition?: string } | undefined {
  if (!retryable) return {};
  if (attempts >= maxAttempts) return { condition: 'MaximumRetryAttempts' };
  return now - first_at >= maxAgeMs ? { condition: 'MaximumEventAgeInSeconds' } : undefined;
}
