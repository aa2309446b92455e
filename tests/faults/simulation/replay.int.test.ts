import { expect, it } from 'vitest';
import { compileFunctions } from '../function-code.ts';
import { scenarioOf } from './scenario.ts';
import { simulate } from './simulate.ts';

const seeds = Array.from({ length: 20 }, (_, seed) => 10_001 + seed);

it('tells twenty stories twice, with equal traces byte for byte (I11)', { timeout: 120_000 }, async () => {
  const code = await compileFunctions();
  const traces = new Set<string>();
  for (const seed of seeds) {
    const first = await simulate(code, scenarioOf(seed));
    const second = await simulate(code, scenarioOf(seed));
    expect(second.trace, `seed ${String(seed)}`).toBe(first.trace);
    traces.add(first.trace);
  }
  expect(traces.size).toBe(seeds.length);
});
