import type { Random } from '../kernel/random.ts';

/**
 * What a standard queue may do to its messages, on request and from the ground's seed. AWS promises at least one
 * delivery and best-effort order; code that leans on more than that should fail here first.
 */
export interface Disorder {
  /** Probability, 0 to 1, that a message is stored twice, so that it is delivered again though it was deleted. */
  readonly duplicates?: number;
  /** The copy becomes visible at a random time up to this many milliseconds after the message. Default 0. */
  readonly duplicatesWithin?: number;
  /** Hands out messages in random order among the oldest ones that are visible. */
  readonly reorder?: boolean;
}

/** So many visible messages are shuffled; a message waits a while at most, never for ever. */
export const reorderWindow = 40;

/** How long after its message a second copy becomes visible, in milliseconds; undefined for no copy. */
export function duplicateDelay(disorder: Disorder, random: Random): number | undefined {
  const { duplicates = 0, duplicatesWithin = 0 } = disorder;
  if (duplicates === 0 || random.fraction() >= duplicates) return undefined;
  return random.below(duplicatesWithin + 1);
}

/** A shuffled copy of `items` (Fisher-Yates). */
export function shuffled<Item>(items: readonly Item[], random: Random): Item[] {
  const rest = [...items];
  const taken: Item[] = [];
  while (rest.length > 0) taken.push(...rest.splice(random.below(rest.length), 1));
  return taken;
}
