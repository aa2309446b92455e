import { performance } from 'node:perf_hooks';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

const lookEveryMs = 1_000;
/** Share of its time that an idle process works. */
const idleShare = 0.05;

/**
 * Gives the memory that the start needed back to the machine, once the process has been idle for a second: a garbage
 * collector that nobody asks keeps it, and an idle sandbox has no other occasion.
 */
export function tidyUpWhenIdle(): void {
  let before = performance.eventLoopUtilization();
  const look = setInterval(() => {
    const { utilization } = performance.eventLoopUtilization(before);
    before = performance.eventLoopUtilization();
    if (utilization > idleShare) return;
    clearInterval(look);
    collectGarbage();
  }, lookEveryMs);
  look.unref();
}

function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  // The flag gives new contexts a function `gc`, and only them.
  const gc = runInNewContext('gc') as (options: object) => void;
  gc({ type: 'major', execution: 'sync', flavor: 'last-resort' });
}
