import { beforeAll, expect, it } from 'vitest';
import { compileFunctions } from '../function-code.ts';
import type { FunctionCode } from '../function-code.ts';
import { scenarioOf } from './scenario.ts';
import { shrink } from './shrink.ts';
import { simulate } from './simulate.ts';

/** `SEEDS=20000` tells more stories; `SEED=17` tells one. */
const count = Number(process.env['SEEDS'] ?? 2_000);
const only = process.env['SEED'];
/** So many stories are one test, so that a hanging one is found. */
const chapter = 50;
const patienceMs = 120_000;

/** Every `of`th story, beginning with the `part`th: the parts run side by side. */
export function storyTests(part: number, of: number): void {
  let code: FunctionCode;
  beforeAll(async () => {
    code = await compileFunctions();
  });
  const seeds = Array.from({ length: count }, (_, seed) => seed + 1).filter((seed) => seed % of === part);
  const told = only === undefined ? seeds : [Number(only)].filter((seed) => seed % of === part);
  if (told.length === 0) it.skip(`the story of seed ${String(only)} is told by another part`);
  for (let first = 0; first < told.length; first += chapter) {
    const some = told.slice(first, first + chapter);
    it(
      `keeps every promise in the stories of seeds ${String(some[0])} to ${String(some.at(-1))} ` +
        '(F12, F13, F17, F18, F19, F23, F24, F26, F27, F28, F34, F58)',
      async () => {
        for (const seed of some) await tell(code, seed);
      },
      patienceMs,
    );
  }
}

async function tell(code: FunctionCode, seed: number): Promise<void> {
  const scenario = scenarioOf(seed);
  const { violations } = await simulate(code, scenario);
  if (violations.length === 0) return;
  const shortest = await shrink(code, scenario);
  expect.fail(
    [
      `seed ${String(seed)} breaks promises:`,
      ...violations,
      `replay it: SEED=${String(seed)} npx vitest run --project int tests/faults/simulation`,
      `the shortest story that does: ${JSON.stringify(shortest, null, 1)}`,
    ].join('\n'),
  );
}
