import { expect, it } from 'vitest';
import { OutputLines } from './output-lines.ts';

it('puts lines together from pieces and keeps what has no end yet', () => {
  const output = new OutputLines();
  output.write('a', 1);
  output.write('b\n\nc\nd', 2);
  output.write('e', 3);
  expect(output.take(4)).toEqual([
    { at: 2, message: 'ab\n' },
    { at: 2, message: 'c\n' },
    { at: 4, message: 'de\n' },
  ]);
  output.write('f\n', 5);
  expect(output.take(6)).toEqual([{ at: 5, message: 'f\n' }]);
});

it('holds up nobody while a function writes a long line in small pieces', () => {
  const output = new OutputLines();
  const begun = performance.now();
  for (let pieces = 0; pieces < 300_000; pieces += 1) output.write('.', 0);
  expect(output.take(0)).toEqual([{ at: 0, message: `${'.'.repeat(300_000)}\n` }]);
  expect(performance.now() - begun).toBeLessThan(2_000);
});
