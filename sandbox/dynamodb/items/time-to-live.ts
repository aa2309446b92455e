import type { Table } from '../table/table.ts';
import { member } from '../values/attribute-value.ts';
import type { Item } from '../values/attribute-value.ts';

/** TTL leaves items alone that expired longer ago than this: five years, as AWS does. */
const longestPastSeconds = 5 * 366 * 24 * 3_600;

/**
 * When TTL deletes the item, in epoch seconds, or null for never.
 * @param now epoch ms
 */
export function expiryOf({ ttlAttribute }: Table, item: Item, now: number): number | null {
  const value = ttlAttribute === undefined ? undefined : member(item, ttlAttribute);
  if (value === undefined || !('N' in value)) return null;
  const seconds = Math.floor(Number(value.N));
  const isUsable = Number.isSafeInteger(seconds) && seconds > now / 1_000 - longestPastSeconds;
  return isUsable ? seconds : null;
}
