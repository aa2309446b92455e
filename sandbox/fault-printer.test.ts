import { expect, it } from 'vitest';
import { faultPrinter } from './fault-printer.ts';

it('prints a fault with its cause, once per place in ten seconds', () => {
  let time = 0;
  const lines: string[] = [];
  const print = faultPrinter({ now: () => time }, (line) => lines.push(line));
  const full = new RangeError('not written', { cause: new RangeError('disk is full') });
  for (const where of ['queue', 'queue', 'log']) print(where, full);
  time = 9_999;
  print('queue', full);
  print('queue', new RangeError('other'));
  time = 10_000;
  print('queue', full);
  expect(lines).toEqual([
    'fault in queue: not written (disk is full)',
    'fault in log: not written (disk is full)',
    'fault in queue: other',
    'fault in queue: not written (disk is full)',
  ]);
});
