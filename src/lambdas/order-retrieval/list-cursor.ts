import { createHmac, timingSafeEqual } from 'node:crypto';
import * as z from 'zod';
import { timestampFrom } from '../../core/kernel/clock.ts';
import { orderIdFrom } from '../../core/kernel/ids.ts';
import type { ListPosition } from '../../core/ports/order-store.ts';

/** What a cursor is good for: this filter, in the hands of this caller. */
export interface CursorScope {
  readonly status: string | undefined;
  /** Known to the caller and to API Gateway only, so that nobody can make a cursor for somebody else. */
  readonly callerSecret: string;
}

/** An opaque token for the next page, signed so that no other query and no other caller can use it. */
export function encodeCursor(position: ListPosition, scope: CursorScope): string {
  const payload = Buffer.from(JSON.stringify(position.map(compact))).toString('base64url');
  return `${payload}.${signature(payload, scope).toString('base64url')}`;
}

/** The position in a token, or undefined when it was not made by {@link encodeCursor} for this scope. */
export function decodeCursor(token: string, scope: CursorScope): ListPosition | undefined {
  const [payload = '', given = '', ...rest] = token.split('.');
  const expected = signature(payload, scope);
  const actual = Buffer.from(given, 'base64url');
  if (rest.length > 0 || actual.length !== expected.length || !timingSafeEqual(actual, expected))
    return undefined;
  const parsed = positionSchema.safeParse(JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')));
  return parsed.data;
}

const compact = (position: ListPosition[number]) =>
  position === null || position === 'end' ? position : [position.createdAt, position.orderId];

const positionSchema = z.array(
  z.union([
    z.null(),
    z.literal('end'),
    z.tuple([z.string().transform(timestampFrom), z.string().transform(orderIdFrom)]).transform(toKey),
  ]),
);

function toKey([createdAt, orderId]: [ReturnType<typeof timestampFrom>, ReturnType<typeof orderIdFrom>]) {
  return { createdAt, orderId };
}

const signature = (payload: string, { status = '', callerSecret }: CursorScope): Buffer =>
  createHmac('sha256', `order-list-cursor.v1:${callerSecret}`).update(`${status}\n${payload}`).digest();
