import * as z from 'zod';
import { epochSecondsAt, timestampFrom } from '../../core/kernel/clock.ts';
import { CorruptRecordError } from '../../core/kernel/faults.ts';
import { orderIdFrom, productIdFrom } from '../../core/kernel/ids.ts';
import { type Reservation, reservationStates } from '../../core/inventory/reservation.ts';

/** How long an ended reservation is kept: longer than any message about its order can live. */
const keptSeconds = 30 * 24 * 60 * 60;

/** A reservation as a row. Only an ended one expires: an overdue hold must be released, or its stock is lost. */
export function reservationItem({ order, ...reservation }: Reservation): Record<string, unknown> {
  const endedAt = epochSecondsAt(Date.parse(reservation.updatedAt));
  return {
    orderId: order.orderId,
    createdAt: order.createdAt,
    ...reservation,
    ...(reservation.state !== 'HELD' && { expiresAt: endedAt + keptSeconds }),
  };
}

/** @throws CorruptRecordError when a row does not have the shape that {@link reservationItem} writes */
export function reservationFromItem(item: Record<string, unknown>): Reservation {
  const parsed = storedReservationSchema.safeParse(item);
  if (!parsed.success) throw new CorruptRecordError('a reservation is not readable', { cause: parsed.error });
  const { orderId, createdAt, ...reservation } = parsed.data;
  return { order: { orderId, createdAt }, ...reservation };
}

const text = z.string();

const storedReservationSchema = z.object({
  orderId: text.transform(orderIdFrom),
  createdAt: text.transform(timestampFrom),
  state: z.enum(reservationStates),
  lines: z.array(
    z.object({ productId: text.transform(productIdFrom), quantity: z.int(), tracked: z.boolean() }),
  ),
  updatedAt: text.transform(timestampFrom),
});
