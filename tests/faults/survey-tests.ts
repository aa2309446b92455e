import { afterAll, beforeAll, expect, it } from 'vitest';
import { surveyCrashes } from './crash-points.ts';
import { compileFunctions } from './function-code.ts';
import type { FunctionCode } from './function-code.ts';
import type { Path } from './paths/path.ts';

/** One test per path: killed before and after every call, it keeps every promise; and they meet at least so many calls. */
export function surveyTests(paths: readonly Path[], fewestCalls: number): void {
  const total = { effects: 0, points: 0 };
  let code: FunctionCode;
  beforeAll(async () => {
    code = await compileFunctions();
  });
  afterAll(() => {
    console.log(
      `killed before and after ${String(total.effects)} AWS calls, ${String(total.points)} different states`,
    );
  });
  it.each(paths.map((path) => ({ ...path, ids: path.faults.join(', ') })))(
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
  it('meets enough calls to mean something', () => {
    expect(total.effects).toBeGreaterThanOrEqual(fewestCalls);
  });
}
