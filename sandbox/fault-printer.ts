import type { Clock } from './kernel/clock.ts';
import { messageOf } from './kernel/errors.ts';

const quietMs = 10_000;

/**
 * Prints faults that no caller waits for, one line each. The same fault in the same place is printed once in ten
 * seconds: a full disk is met by every loop, again and again.
 */
export function faultPrinter(
  { now }: Pick<Clock, 'now'>,
  print: (line: string) => void,
): (where: string, thrown: unknown) => void {
  const printedAt = new Map<string, number>();
  return (where, thrown) => {
    const line = `fault in ${where}: ${messageOf(thrown)}`;
    for (const [old, at] of printedAt) if (now() - at >= quietMs) printedAt.delete(old);
    if (printedAt.has(line)) return;
    printedAt.set(line, now());
    const cause = thrown instanceof Error ? thrown.cause : undefined;
    print(cause === undefined ? line : `${line} (${messageOf(cause)})`);
  };
}
