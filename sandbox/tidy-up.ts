import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

const lookEveryMs = 1_000;
/** Share of one processor that an idle process takes. */
const idleShare = 0.05;
/** A collection takes 100 ms of CPU: it is worth that much memory. */
const worthwhileBytes = 16 * 2 ** 20;

/**
 * Gives the memory that the start or a burst needed back to the machine, once the process has been idle for a second: a
 * garbage collector that nobody asks keeps it, and an idle sandbox has no other occasion.
 */
export function tidyUpWhenIdle(): void {
  let before = process.cpuUsage();
  let tidyBytes = 0;
  setInterval(() => {
    const { user, system } = process.cpuUsage(before);
    before = process.cpuUsage();
    if (user + system > idleShare * lookEveryMs * 1_000 || heapBytes() < tidyBytes + worthwhileBytes) return;
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
