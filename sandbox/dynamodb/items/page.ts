import type { Predicate } from '../expression/compile-condition.ts';
import type { Projection } from '../expression/projection.ts';
import { pick } from '../values/attribute-value.ts';
import type { Item } from '../values/attribute-value.ts';
import type { StoredItem } from './stored-item.ts';

/** What a page takes from the items that are read. */
export interface PageRequest {
  /** Items to look at, before the filter. */
  readonly limit: number | undefined;
  readonly filter: Predicate | undefined;
  readonly projection: Projection | undefined;
  readonly isCountOnly: boolean;
  /** Attributes that say where the next page begins. */
  readonly positionNames: readonly string[];
}

/** One page of a query or a scan. */
export interface Page {
  /** JSON texts of the items. */
  readonly items: readonly string[];
  readonly count: number;
  readonly scannedCount: number;
  /** Bytes that were read. */
  readonly bytes: number;
  readonly lastKey: Item | undefined;
}

/** Bytes of items that one page reads at most. */
const largestPage = 1_048_576;

/** Fills a page: stops at the limit, and before the item that would pass 1 MB. */
export function fillPage(source: Iterable<StoredItem>, request: PageRequest): Page {
  const items: string[] = [];
  let [count, scannedCount, bytes] = [0, 0, 0];
  let last: StoredItem | undefined;
  let isCut = false;
  for (const stored of source) {
    isCut = scannedCount > 0 && bytes + stored.size > largestPage;
    if (isCut) break;
    last = stored;
    scannedCount += 1;
    bytes += stored.size;
    if (request.filter === undefined || request.filter(stored.item)) {
      count += 1;
      if (!request.isCountOnly) items.push(textOf(stored, request.projection));
    }
    isCut = scannedCount === request.limit;
    if (isCut) break;
  }
  const lastKey = isCut && last !== undefined ? pick(last.item, request.positionNames) : undefined;
  return { items, count, scannedCount, bytes, lastKey };
}

/** The page as the text of an answer; `more` are further members, each with its comma. */
export function pageText(page: Page, isCountOnly: boolean, more: string): string {
  const items = isCountOnly ? '' : `"Items":[${page.items.join(',')}],`;
  const lastKey = memberText('LastEvaluatedKey', page.lastKey);
  return `{${items}"Count":${String(page.count)},"ScannedCount":${String(page.scannedCount)}${lastKey}${more}}`;
}

/** The wanted part of an item as text: the stored text where all of it is wanted. */
export function textOf(stored: StoredItem, projection: Projection | undefined): string {
  return projection === undefined ? stored.json : JSON.stringify(projection.cut(stored.item));
}

/** A further member of an answer's text, with its comma; nothing where it is not wanted. */
export function memberText(name: string, value: unknown): string {
  return value === undefined ? '' : `,"${name}":${JSON.stringify(value)}`;
}
