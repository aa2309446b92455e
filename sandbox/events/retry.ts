import { createRoomPump } from '../kernel/pump.ts';
import type { Pump, PumpNext } from '../kernel/pump.ts';
import { giveUp, handOver } from './handover.ts';
import type { Handover, HandoverFailure } from './handover.ts';
import type { EventsRoom } from './room.ts';

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

/** Hands events over and keeps those that failed in the store for another attempt, so that it goes on after a crash. */
export class Retries {
  readonly room: EventsRoom;
  readonly pump: Pump;

  constructor(room: EventsRoom) {
    this.room = room;
    this.pump = createRoomPump(room.ground, 'event retries', () => this.#retryDue());
  }

  /** Inside a write: one attempt; another one is stored, or the event given up, where it fails. */
  attempt(handover: Handover, soFar: Attempts): void {
    const failure = handOver(this.room, handover);
    if (failure === undefined) return;
    const { attempts, first_at } = soFar;
    const age = this.room.ground.clock.now() - first_at;
    const end = endOf(handover, failure, { attempts, age });
    if (end === undefined) this.#again(handover, soFar);
    else giveUp(this.room, handover, { ...failure, ...end, attempts });
  }

  #again(handover: Handover, { attempts, first_at }: Attempts): void {
    const { store, clock, random } = this.room.ground;
    // Exponential with full jitter: EventBridge documents "exponential back off and jitter" without numbers.
    const pause = 1_000 + Math.floor(random.fraction() * Math.min(longestPauseMs, 1_000 * 2 ** attempts));
    const sql = 'INSERT INTO events_retry (handover, attempts, first_at, due_at) VALUES (?, ?, ?, ?)';
    store.run(sql, JSON.stringify(handover), attempts + 1, first_at, clock.now() + pause);
    store.afterCommit(this.pump.wake);
  }

  async #retryDue(): Promise<PumpNext> {
    const { store, clock } = this.room.ground;
    const { due = null } =
      store.get<{ due: number | null }>('SELECT min(due_at) AS due FROM events_retry') ?? {};
    if (due === null) return 'idle';
    if (due > clock.now()) return { at: due };
    await store.write(() => {
      const sql = 'SELECT * FROM events_retry WHERE due_at <= ? ORDER BY due_at, id LIMIT ?';
      for (const row of store.all<RetryRow>(sql, clock.now(), batchSize)) {
        store.run('DELETE FROM events_retry WHERE id = ?', row.id);
        // Written by #again alone.
        this.attempt(JSON.parse(row.handover) as Handover, row);
      }
    });
    return 'again';
  }
}

/** Why a failed handover is not tried again; undefined where it is. */
function endOf(
  { maxAttempts, maxAgeMs }: Handover,
  { retryable }: HandoverFailure,
  { attempts, age }: { readonly attempts: number; readonly age: number },
): { readonly condition?: string } | undefined {
  if (!retryable) return {};
  if (attempts >= maxAttempts) return { condition: 'MaximumRetryAttempts' };
  return age >= maxAgeMs ? { condition: 'MaximumEventAgeInSeconds' } : undefined;
}
