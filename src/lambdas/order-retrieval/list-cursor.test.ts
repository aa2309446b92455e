import fc from 'fast-check';
import { expect, test } from 'vitest';
import { timestampFrom } from '../../core/kernel/clock.ts';
import { orderIdFrom } from '../../core/kernel/ids.ts';
import type { ListPosition } from '../../core/ports/order-store.ts';
import { decodeCursor, encodeCursor } from './list-cursor.ts';

const scope = { status: 'PENDING', callerSecret: 'key-of-alice' };
const key = { orderId: orderIdFrom('order-1'), createdAt: timestampFrom('2026-01-15T10:30:00.000Z') };
const position: ListPosition = [key, null, 'end'];

test('a cursor leads back to its position', () => {
  const shard = fc.oneof(
    fc.constant(null),
    fc.constant('end' as const),
    fc.record({ orderId: fc.uuid().map(orderIdFrom), createdAt: fc.string().map(timestampFrom) }),
  );
  fc.assert(
    fc.property(fc.array(shard, { minLength: 1, maxLength: 10 }), (drawn) => {
      expect(decodeCursor(encodeCursor(drawn, scope), scope)).toEqual(drawn);
    }),
  );
});

test('a cursor is of no use for another filter or another caller', () => {
  const token = encodeCursor(position, scope);
  expect(decodeCursor(token, { ...scope, status: 'FAILED' })).toBeUndefined();
  expect(decodeCursor(token, { ...scope, status: undefined })).toBeUndefined();
  expect(decodeCursor(token, { ...scope, callerSecret: 'key-of-bob' })).toBeUndefined();
});

test('a changed or invented cursor is refused', () => {
  const token = encodeCursor(position, scope);
  fc.assert(
    fc.property(fc.nat(token.length - 2), fc.constantFrom('A', 'b', '7', '.', '_'), (at, character) => {
      const forged = `${token.slice(0, at)}${character}${token.slice(at + 1)}`;
      if (forged !== token) expect(decodeCursor(forged, scope)).toBeUndefined();
    }),
  );
  for (const invented of ['', '.', 'e30.', 'WyJlbmQiXQ', `${token}.x`]) {
    expect(decodeCursor(invented, scope)).toBeUndefined();
  }
});
