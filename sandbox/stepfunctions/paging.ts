import * as z from 'zod';
import { AwsError } from '../kernel/errors.ts';

/** Members that every operation with pages takes; 0 stands for the usual size. */
export const pageMembers = {
  maxResults: z
    .int()
    .min(0)
    .max(1_000)
    .default(0)
    .transform((size) => (size === 0 ? 100 : size)),
  nextToken: z.string().optional(),
};

/** The first `limit` of what was found, with an opaque token for where the list goes on if more was found. */
export function pageOf<Item>(
  found: readonly Item[],
  limit: number,
  positionAfter: (last: Item) => string | number,
): { readonly page: readonly Item[]; readonly nextToken: string | undefined } {
  const page = found.slice(0, limit);
  const last = page.at(-1);
  if (last === undefined || found.length <= limit) return { page, nextToken: undefined };
  return { page, nextToken: Buffer.from(`states ${String(positionAfter(last))}`).toString('base64') };
}

/** The position in a token. @throws AwsError InvalidToken for one that was not made here */
export function positionIn(token: string): string {
  const text = Buffer.from(token, 'base64').toString();
  if (!text.startsWith('states ')) throw new AwsError('InvalidToken', `Invalid Token: '${token}'`);
  return text.slice('states '.length);
}

/** The number in a token. @throws AwsError InvalidToken */
export function numberIn(token: string): number {
  const position = Number(positionIn(token));
  if (!Number.isSafeInteger(position)) throw new AwsError('InvalidToken', `Invalid Token: '${token}'`);
  return position;
}
