import { invalidParameter } from './errors.ts';

const pageSize = 100;

/**
 * A hundred items and the token of the next page: the key of the last item, so that changes between two pages neither
 * skip nor double anything.
 */
export function pageOf<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
  token: string | undefined,
): { readonly page: readonly Item[]; readonly next: { readonly NextToken?: string } } {
  const after = token === undefined ? '' : Buffer.from(token, 'base64url').toString('utf8');
  if (token === '') throw invalidParameter('NextToken');
  const rest = items.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1)).filter((item) => keyOf(item) > after);
  const page = rest.slice(0, pageSize);
  const last = page.at(-1);
  const isMore = rest.length > pageSize && last !== undefined;
  return { page, next: isMore ? { NextToken: Buffer.from(keyOf(last)).toString('base64url') } : {} };
}
