import { getHeapStatistics, setFlagsFromString } from 'node:v8';

type CollectGarbage = (options: { type: 'major'; execution: 'sync'; flavor: 'last-resort' }) => void;

/** A worker that has been idle for this long gives back what its last events needed. */
const idleMs = 1_000;
/** A collection takes 50 ms of CPU: it is worth that much memory. */
const worthwhileBytes = 4 * 1_048_576;

/** Called by the parent: workers that start from now on may ask for a collection. */
export function allowCollection(): void {
  setFlagsFromString('--expose-gc');
}

/**
 * Keeps an idle worker small: a third of what it takes is garbage of its start, which V8 would keep until the worker
 * works again. Called once, after the bundle was loaded; the function it answers is to be called after each event.
 */
export function keepSmall(): () => void {
  // Not for the function to find: AWS has no such global.
  const collect: unknown = Reflect.get(globalThis, 'gc');
  Reflect.deleteProperty(globalThis, 'gc');
  if (typeof collect !== 'function') return () => undefined;
  let settled = 0;
  const tidyUp = (): void => {
    if (getHeapStatistics().total_heap_size < settled + worthwhileBytes) return;
    (collect as CollectGarbage)({ type: 'major', execution: 'sync', flavor: 'last-resort' }); // V8's own signature
    settled = getHeapStatistics().total_heap_size;
  };
  const timer = setTimeout(tidyUp, idleMs).unref();
  return () => void timer.refresh();
}
