import * as z from 'zod';
import { AwsError } from '../kernel/errors.ts';

/** Members of every list operation. */
export const pagingMembers = {
  NextToken: z.string().optional(),
  Limit: z.number().int().min(1).max(100).optional(),
};

/** One page of a list, and where the next begins. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly more: { readonly NextToken?: string };
}

/** Cuts a page out of a list; the token is the position, so a list that changes meanwhile may shift. */
export function pageOf<Item>(
  items: readonly Item[],
  { NextToken, Limit = 100 }: { NextToken?: string | undefined; Limit?: number | undefined },
): Page<Item> {
  const from = NextToken === undefined ? 0 : positionOf(NextToken);
  const end = from + Limit;
  return { items: items.slice(from, end), more: end < items.length ? { NextToken: tokenOf(end) } : {} };
}

function tokenOf(position: number): string {
  return Buffer.from(String(position)).toString('base64url');
}

function positionOf(token: string): number {
  const position = Number(Buffer.from(token, 'base64url').toString());
  if (tokenOf(position) !== token) throw new AwsError('ValidationException', 'The nextToken is invalid.');
  return position;
}
