import { performance } from 'node:perf_hooks';
import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

const lookEveryMs = 1_000;
/** Share of its time that an idle process works. */
const idleShare = 0.05;
/** A collection takes 100 ms of CPU: it is worth that much memory. */
const worthwhileBytes = 16 * 2 ** 20;

/**
 * Gives the memory that the start or a burst needed back to the machine, once the process has been idle for a second: a
 * garbage collector that nobody asks keeps it, and an idle sandbox has no other occasion.
 */
export function tidyUpWhenIdle(): void {
  let before = performance.eventLoopUtilization();
  let tidyBytes = 0;
  setInterval(() => {
    const { utilization } = performance.eventLoopUtilization(before);
    before = performance.eventLoopUtilization();
    if (utilization > idleShare || heapBytes() < tidyBytes + worthwhileBytes) return;
    collectGarbage();
    tidyBytes = heapBytes();
  }, lookEveryMs).unref();
}

function heapBytes(): number {
  const { total_heap_size: heap, external_memory: buffers } = getHeapStatistics();
  return heap + buffers;
}

function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  // The flag gives new contexts a function `gc`, and only them.
  const gc = runInNewContext('gc') as (options: object) => void;
  gc({ type: 'major', execution: 'sync', flavor: 'last-resort' });
}
