import type { Store } from './store.ts';

/**
 * Runs `work` inside the open transaction so that, when it throws, its own writes are undone and those before it are
 * kept: a fan-out in which one target may fail. Effects that failed work registered never run.
 */
export function inSavepoint<Result>(store: Store, work: () => Result): Result {
  store.run('SAVEPOINT part');
  try {
    const result = store.effectsWith(work);
    store.run('RELEASE part');
    return result;
  } catch (thrown) {
    // Where a full disk ended the whole transaction, this throws in turn and the commit fails as a whole.
    store.run('ROLLBACK TO part');
    store.run('RELEASE part');
    throw thrown;
  }
}

/** As `inSavepoint`, but gives what `work` threw; undefined where it went well. */
export function failureIn(store: Store, work: () => void): unknown {
  try {
    inSavepoint(store, work);
    return undefined;
  } catch (thrown) {
    return thrown;
  }
}
