import * as z from 'zod';
import { AwsError } from '../kernel/errors.ts';

/** Members that every operation with pages takes; 0 stands for the usual size. */
export const pageMembers = {
  maxResults: z.int().min(0).max(1_000).default(0),
  nextToken: z.string().optional(),
};

/** How many items a page has that was asked for with `maxResults`. */
export const pageSize = (maxResults: number): number => (maxResults === 0 ? 100 : maxResults);

/** An opaque token for where a list goes on. */
export function pageToken(position: number): string {
  return Buffer.from(`states ${String(position)}`).toString('base64');
}

/** The position in a token. @throws AwsError InvalidToken for one that was not made here */
export function positionIn(token: string): number {
  const [, position] = /^states (\d+)$/.exec(Buffer.from(token, 'base64').toString()) ?? [];
  if (position === undefined) throw new AwsError('InvalidToken', `Invalid Token: '${token}'`);
  return Number(position);
}
