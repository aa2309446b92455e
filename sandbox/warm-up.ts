import type { Ground } from './kernel/ground.ts';
import type { LambdaRoom } from './lambda/service.ts';

/** What follows from the first request starts its functions by itself, and is not to share the processor until then. */
const pauseMs = 3_000;

/**
 * `invoke` for the front door: some time after the first request that a function has answered, the other functions are
 * started in the background, for more is to come. Until then none takes memory.
 */
export function warmingUp({ clock, report }: Ground, { invoke, warm }: LambdaRoom): LambdaRoom['invoke'] {
  let isWarmingUp = false;
  const start = (): void => {
    warm().catch((thrown: unknown) => {
      report('warm-up', thrown);
    });
  };
  return async (call) => {
    const answer = await invoke(call);
    if (!isWarmingUp) clock.after(pauseMs, start);
    isWarmingUp = true;
    return answer;
  };
}
