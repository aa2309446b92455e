import type { Clock } from '../kernel/clock.ts';
import { AwsError, DefectError } from '../kernel/errors.ts';

/** The transaction statements of one database. */
export interface Transactions {
  begin(): void;
  commit(): void;
  rollback(): void;
  savepoint(): void;
  release(): void;
  rollbackToSavepoint(): void;
  /** Told of every commit before anybody else learns of it. */
  readonly committed?: () => void;
  /** Told of every effect that threw: its write is committed, so nobody who waits may hear of it as a failure. */
  readonly effectFailed?: (thrown: unknown) => void;
  /** Whether a transaction is open: a full disk makes SQLite end it by itself. */
  isOpen(): boolean;
}

type Effect = () => void;

interface Job {
  readonly work: () => unknown;
  readonly resolve: (value: unknown) => void;
  readonly reject: (thrown: unknown) => void;
}

interface Outcome {
  readonly settle: () => void;
  readonly effects: readonly Effect[];
}

/** So many pieces of work share a commit at most, so that no answer waits for an endless batch. */
const largestBatch = 256;

/**
 * What arrives in one turn of the event loop shares one commit: one fsync for all, a savepoint for each, answers after
 * the commit. Worth more than giving up durability, where calls queue up.
 */
export class GroupCommit {
  readonly #transactions: Transactions;
  readonly #clock: Clock;
  readonly #queue: Job[] = [];
  /** What the work that runs right now has registered. */
  #effects: Effect[] | undefined;

  constructor(transactions: Transactions, clock: Clock) {
    this.#transactions = transactions;
    this.#clock = clock;
  }

  /** Whether work is running inside a transaction right now. */
  get isWriting(): boolean {
    return this.#effects !== undefined;
  }

  write<Result>(work: () => Result): Promise<Result> {
    if (this.isWriting) throw new DefectError('store.write was called inside a transaction');
    return new Promise((resolve, reject) => {
      // The promise's own type is Result; the queue holds jobs of every type.
      this.#queue.push({ work, resolve: resolve as (value: unknown) => void, reject });
      if (this.#queue.length === 1) this.#clock.soon(this.#flush);
    });
  }

  afterCommit(effect: Effect): void {
    if (this.#effects === undefined) {
      throw new DefectError('store.afterCommit was called outside a transaction');
    }
    this.#effects.push(effect);
  }

  /** Runs a part of some work; when it throws, the effects that it registered are forgotten. */
  effectsWith<Result>(part: () => Result): Result {
    const before = this.#effects?.length ?? 0;
    try {
      return part();
    } catch (thrown) {
      this.#effects?.splice(before);
      throw thrown;
    }
  }

  /** Resolves when everything queued so far is answered. */
  async drain(): Promise<void> {
    while (this.#queue.length > 0) {
      await new Promise<void>((resolve) => {
        this.#clock.soon(resolve);
      });
    }
  }

  readonly #flush = (): void => {
    const batch = this.#queue.splice(0, largestBatch);
    if (this.#queue.length > 0) this.#clock.soon(this.#flush);
    for (const { settle, effects } of this.#commit(batch)) {
      settle();
      for (const effect of effects) perform(effect, this.#transactions);
    }
  };

  #commit(batch: readonly Job[]): readonly Outcome[] {
    const transactions = this.#transactions;
    const [first, second] = batch;
    try {
      transactions.begin();
      let isUndone = false;
      const undo = (): void => {
        transactions.rollback();
        isUndone = true;
      };
      // A job alone needs no savepoint: the transaction is its own.
      const isAlone = first !== undefined && second === undefined;
      const outcomes = isAlone
        ? [this.#attempt(first, undo)]
        : batch.map((job) => this.#attemptAmongOthers(job));
      if (isUndone) return outcomes;
      transactions.commit();
      transactions.committed?.();
      return outcomes;
    } catch (thrown) {
      if (transactions.isOpen()) transactions.rollback();
      const refusal = thrown instanceof AwsError ? thrown : unavailable(thrown);
      return batch.map((job) => refused(job, refusal));
    }
  }

  #attemptAmongOthers(job: Job): Outcome {
    this.#transactions.savepoint();
    const outcome = this.#attempt(job, this.#transactions.rollbackToSavepoint);
    this.#transactions.release();
    return outcome;
  }

  /** Does a job; `undo` takes back what a job did that threw. */
  #attempt(job: Job, undo: () => void): Outcome {
    const effects: Effect[] = [];
    this.#effects = effects;
    try {
      const value = job.work();
      return {
        effects,
        settle: () => {
          job.resolve(value);
        },
      };
    } catch (thrown) {
      // Without a transaction the whole batch is gone, so no job of it may be answered as done.
      if (!this.#transactions.isOpen()) throw unavailable(thrown);
      undo();
      return refused(job, thrown);
    } finally {
      this.#effects = undefined;
    }
  }
}

const refused = (job: Job, thrown: unknown): Outcome => ({
  effects: [],
  settle: () => {
    job.reject(thrown);
  },
});

function perform(effect: Effect, { effectFailed }: Transactions): void {
  try {
    effect();
  } catch (thrown) {
    effectFailed?.(thrown);
  }
}

function unavailable(cause: unknown): AwsError {
  return new AwsError('InternalServerError', 'The sandbox could not write to its disk; try again.', {
    status: 500,
    cause,
  });
}
