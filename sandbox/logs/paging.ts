import * as z from 'zod';
import { AwsError } from '../kernel/errors.ts';

/** The members of operations that answer in pages. */
export const pageMembers = {
  nextToken: z.string().optional(),
  limit: z.coerce.number().int().min(1).max(50).default(50),
} as const;

/** One page of a list that stays in one order; the token is the number of items before the page. */
export function page<Item>(
  items: readonly Item[],
  { nextToken: token = '0', limit }: { readonly nextToken?: string | undefined; readonly limit: number },
): { readonly items: readonly Item[]; readonly nextToken: { readonly nextToken?: string } } {
  if (!/^\d{1,9}$/.test(token)) {
    throw new AwsError('InvalidParameterException', 'The specified nextToken is invalid.');
  }
  const end = Number(token) + limit;
  return {
    items: items.slice(Number(token), end),
    nextToken: end < items.length ? { nextToken: String(end) } : {},
  };
}
