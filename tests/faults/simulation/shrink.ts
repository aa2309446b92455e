import type { FunctionCode } from '../function-code.ts';
import type { Scenario } from './scenario.ts';
import { simulate } from './simulate.ts';

/** Leaves out of a red story whatever it is red without. */
export async function shrink(code: FunctionCode, scenario: Scenario): Promise<Scenario> {
  for (const index of scenario.actions.keys()) {
    const actions = scenario.actions.filter((_, other) => other !== index);
    const shorter = { ...scenario, actions };
    const isRed = await simulate(code, shorter).then(
      ({ violations }) => violations.length > 0,
      () => true,
    );
    if (isRed) return shrink(code, shorter);
  }
  return scenario;
}
