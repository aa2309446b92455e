import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededRandom, systemRandom } from './random.ts';

describe('randomness', () => {
  it('repeats itself from a seed, and only then', () => {
    const draw = (seed: number) => Array.from({ length: 20 }, seededRandom(seed).uuid);
    expect(draw(7)).toEqual(draw(7));
    expect(draw(7)).not.toEqual(draw(8));
    const random = systemRandom();
    // More words than are fetched at once.
    expect(new Set(Array.from({ length: 2_000 }, () => random.uuid())).size).toBe(2_000);
  });

  it('draws fractions, whole numbers, hex digits and UUIDs of the right shape', () => {
    fc.assert(
      fc.property(
        fc.integer(),
        fc.integer({ min: 1, max: 1_000 }),
        fc.integer({ min: 0, max: 64 }),
        (seed, limit, digits) => {
          const random = seededRandom(seed);
          const fraction = random.fraction();
          expect(fraction >= 0 && fraction < 1).toBe(true);
          const below = random.below(limit);
          expect(Number.isInteger(below) && below >= 0 && below < limit).toBe(true);
          expect(random.hex(digits)).toMatch(new RegExp(`^[0-9a-f]{${String(digits)}}$`));
          expect(random.uuid()).toMatch(
            /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
          );
        },
      ),
    );
  });
});
