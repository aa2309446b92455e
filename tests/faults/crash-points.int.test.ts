import { afterAll, beforeAll, expect, it } from 'vitest';
import { surveyCrashes } from './crash-points.ts';
import { compileFunctions } from './function-code.ts';
import type { FunctionCode } from './function-code.ts';
import { paths } from './paths.ts';

let code: FunctionCode;
const total = { effects: 0, points: 0 };

beforeAll(async () => {
  code = await compileFunctions();
});

afterAll(() => {
  console.log(`killed before and after ${String(total.effects)} AWS calls, ${String(total.points)} states`);
});

const titled = paths.map((path) => ({ ...path, ids: path.faults.join(', ') }));

it.each(titled)(
  'keeps every promise when killed at any step: $name ($ids)',
  { timeout: 60_000 },
  async (path) => {
    const { effects, covered, points, failures } = await surveyCrashes(code, path);
    expect(failures).toEqual([]);
    expect(covered).toBe(effects);
    expect(effects).toBeGreaterThan(20);
    total.effects += effects;
    total.points += points;
  },
);
