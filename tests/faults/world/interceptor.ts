import type { Interceptor, VirtualClock } from 'serverless-sandbox';
import type { Item } from '../checker/evidence.ts';
import { callerName } from './effect.ts';
import type { Effect } from './effect.ts';
import { failedFunction, refusal } from './fault-rules.ts';
import type { FaultRules } from './fault-rules.ts';
import { shortened } from './short-answers.ts';

/** What trouble is made in: its clock and rules, and what it keeps of the trouble that it met. */
export interface Scene {
  readonly clock: VirtualClock;
  readonly rules: FaultRules;
  readonly effects: Effect[];
  readonly commits: number;
  readonly crashes: number;
  /** When the last trouble was made (epoch ms). */
  troubledAt: number;
  /** Troubled calls by their caller. */
  readonly troubled: Record<string, number>;
  /** Calls that are held back and still to happen. */
  heldBack: number;
  /** Ends it at once: what is not committed is lost. */
  crash(): void;
}

/** Notes every call that the system makes, and makes the trouble that the scene's rules ask for. */
export function interceptorOf(scene: Scene, stackName: string): Interceptor {
  return async (call, proceed) => {
    const who = callerName(call.caller.principal, stackName);
    if (who === undefined) return proceed();
    const effect: Effect = {
      index: scene.effects.length,
      who,
      call: `${call.service}:${call.operation}`,
      at: scene.clock.now(),
      before: scene.commits,
    };
    scene.effects.push(effect);
    return happen(scene, { effect, input: call.input }, async () => {
      const answer = await proceed();
      effect.after = scene.commits;
      return answer;
    });
  };
}

interface Happening {
  readonly effect: Effect;
  readonly input: Item;
}

async function happen(
  scene: Scene,
  { effect, input }: Happening,
  proceed: () => Promise<unknown>,
): Promise<unknown> {
  const trouble = scene.rules.troubleFor(effect);
  if (trouble !== undefined) {
    scene.troubledAt = scene.clock.now();
    scene.troubled[effect.who] = (scene.troubled[effect.who] ?? 0) + 1;
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
      scene.crash();
      return never();
    case 'crash-after':
      await proceed();
      scene.crash();
      return never();
    default:
      return 'delayMs' in trouble
        ? holdBack(scene, trouble.delayMs, proceed)
        : failedFunction(trouble.functionError);
  }
}

async function holdBack(scene: Scene, delayMs: number, proceed: () => Promise<unknown>): Promise<unknown> {
  const { crashes } = scene;
  scene.heldBack += 1;
  await new Promise<void>((resolve) => void scene.clock.after(delayMs, resolve));
  if (crashes !== scene.crashes) return never();
  scene.heldBack -= 1;
  scene.troubledAt = scene.clock.now();
  return proceed();
}

const never = (): Promise<never> => new Promise(() => undefined);
