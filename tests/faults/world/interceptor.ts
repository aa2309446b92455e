import type { Interceptor } from 'serverless-sandbox';
import type { Item } from '../checker/evidence.ts';
import { callerName } from './effect.ts';
import type { Effect } from './effect.ts';
import { failedFunction, refusal } from './fault-rules.ts';
import { shortened } from './short-answers.ts';
import type { World } from './world.ts';

/** Notes every call that the system makes, and makes the trouble that the world's rules ask for. */
export function interceptorOf(world: World, stackName: string): Interceptor {
  return async (call, proceed) => {
    const who = callerName(call.caller.principal, stackName);
    if (who === undefined) return proceed();
    const effect: Effect = {
      index: world.effects.length,
      who,
      call: `${call.service}:${call.operation}`,
      at: world.clock.now(),
      before: world.commits,
    };
    world.effects.push(effect);
    return happen(world, { effect, input: call.input }, async () => {
      const answer = await proceed();
      effect.after = world.commits;
      return answer;
    });
  };
}

interface Happening {
  readonly effect: Effect;
  readonly input: Item;
}

async function happen(
  world: World,
  { effect, input }: Happening,
  proceed: () => Promise<unknown>,
): Promise<unknown> {
  const trouble = world.rules.troubleFor(effect);
  if (trouble !== undefined) {
    world.troubledAt = world.clock.now();
    world.troubled[effect.who] = (world.troubled[effect.who] ?? 0) + 1;
  }
  switch (trouble) {
    case undefined:
      return proceed();
    case 'throttle':
    case 'fail':
    case 'conflict':
    case 'in-progress':
    case 'mismatch':
      throw refusal(effect, trouble);
    case 'short-answer':
      return shortened(effect.call, input, await proceed());
    case 'lose-answer':
      await proceed();
      throw refusal(effect, trouble);
    case 'crash-before':
      world.crash();
      return never();
    case 'crash-after':
      await proceed();
      world.crash();
      return never();
    default:
      return 'delayMs' in trouble
        ? holdBack(world, trouble.delayMs, proceed)
        : failedFunction(trouble.functionError);
  }
}

async function holdBack(world: World, delayMs: number, proceed: () => Promise<unknown>): Promise<unknown> {
  const { crashes } = world;
  world.heldBack += 1;
  await new Promise<void>((resolve) => void world.clock.after(delayMs, resolve));
  if (crashes !== world.crashes) return never();
  world.heldBack -= 1;
  world.troubledAt = world.clock.now();
  return proceed();
}

const never = (): Promise<never> => new Promise(() => undefined);
