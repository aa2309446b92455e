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

/** Writes that share commits. */
export interface GroupCommit {
  write<Result>(work: () => Result): Promise<Result>;
  afterCommit(effect: () => void): void;
  /** Runs a part of some work; when it throws, the effects that it registered are forgotten. */
  effectsWith<Result>(part: () => Result): Result;
  /** Whether work is running inside a transaction right now. */
  isWriting(): boolean;
  /** Resolves when everything queued so far is answered. */
  drain(): Promise<void>;
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
export function createGroupCommit(transactions: Transactions, clock: Clock): GroupCommit {
  const queue: Job[] = [];
  const log = createEffectLog();
  const commit = commitOf(transactions, log);

  const flush = (): void => {
    const batch = queue.splice(0, largestBatch);
    if (queue.length > 0) clock.soon(flush);
    for (const outcome of commit(batch)) {
      outcome.settle();
      for (const effect of outcome.effects) perform(effect, transactions);
    }
  };

  return {
    write: (work) => {
      if (log.isWriting()) throw new DefectError('store.write was called inside a transaction');
      return new Promise((resolve, reject) => {
        // The promise's own type is Result; the queue holds jobs of every type.
        queue.push({ work, resolve: resolve as (value: unknown) => void, reject });
        if (queue.length === 1) clock.soon(flush);
      });
    },
    afterCommit: log.afterCommit,
    effectsWith: log.effectsWith,
    isWriting: log.isWriting,
    drain: async () => {
      while (queue.length > 0) {
        await new Promise<void>((resolve) => {
          clock.soon(resolve);
        });
      }
    },
  };
}

/** Gathers what the work that runs right now registers. */
interface EffectLog extends Pick<GroupCommit, 'afterCommit' | 'effectsWith' | 'isWriting'> {
  /** Runs work whose effects go to `list`. */
  readonly gather: <Result>(list: Effect[], work: () => Result) => Result;
}

function createEffectLog(): EffectLog {
  let open: Effect[] | undefined;
  return {
    gather: (list, work) => {
      open = list;
      try {
        return work();
      } finally {
        open = undefined;
      }
    },
    afterCommit: (effect) => {
      if (open === undefined) throw new DefectError('store.afterCommit was called outside a transaction');
      open.push(effect);
    },
    effectsWith: (part) => {
      const before = open?.length ?? 0;
      try {
        return part();
      } catch (thrown) {
        open?.splice(before);
        throw thrown;
      }
    },
    isWriting: () => open !== undefined,
  };
}

type Commit = (batch: readonly Job[]) => readonly Outcome[];

function commitOf(transactions: Transactions, log: EffectLog): Commit {
  /** `undo` takes back what a job did that threw. */
  const attempt = (job: Job, undo: () => void): Outcome => {
    const own: Effect[] = [];
    try {
      return done(job, log.gather(own, job.work), own);
    } catch (thrown) {
      // Without a transaction the whole batch is gone, so no job of it may be answered as done.
      if (!transactions.isOpen()) throw unavailable(thrown);
      undo();
      return refused(job, thrown);
    }
  };
  const attemptAmongOthers = (job: Job): Outcome => {
    transactions.savepoint();
    const outcome = attempt(job, transactions.rollbackToSavepoint);
    transactions.release();
    return outcome;
  };
  return (batch) => {
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
      const outcomes = isAlone ? [attempt(first, undo)] : batch.map(attemptAmongOthers);
      if (isUndone) return outcomes;
      transactions.commit();
      transactions.committed?.();
      return outcomes;
    } catch (thrown) {
      if (transactions.isOpen()) transactions.rollback();
      const refusal = thrown instanceof AwsError ? thrown : unavailable(thrown);
      return batch.map((job) => refused(job, refusal));
    }
  };
}

const done = (job: Job, value: unknown, effects: Outcome['effects']): Outcome => ({
  effects,
  settle: () => {
    job.resolve(value);
  },
});

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
