import * as z from 'zod';
import { type OrderNotice, orderNoticeSchema } from '../../contracts/messages/order-notice.ts';
import { type QueuedOrder, queuedOrderSchema } from '../../contracts/messages/queued-order.ts';
import { Fault } from '../../core/kernel/faults.ts';
import { jsonOf } from './json-of.ts';

/** A message that no attempt can make good. It fails until the queue moves it to its dead-letter queue. */
export class PoisonMessageError extends Fault {
  override readonly name = 'PoisonMessage';
  readonly retry = 'never';
}

/**
 * The order that a message of the order queue names.
 *
 * @throws PoisonMessageError, which does not quote the message
 */
export function queuedOrderFrom(body: string): QueuedOrder {
  const parsed = queuedOrderSchema.safeParse(jsonOf(body));
  if (parsed.success) return parsed.data;
  throw new PoisonMessageError('the message does not name an order');
}

/** What SNS wraps around a message unless its subscription asks for raw delivery. */
const envelopeSchema = z.object({ Type: z.literal('Notification'), Message: z.string() });

/**
 * The notice in a message of the notification queue, with or without the envelope of SNS.
 *
 * @throws PoisonMessageError, which does not quote the message
 */
export function noticeFrom(body: string): OrderNotice {
  const message = jsonOf(body);
  const envelope = envelopeSchema.safeParse(message);
  const parsed = orderNoticeSchema.safeParse(envelope.success ? jsonOf(envelope.data.Message) : message);
  if (parsed.success) return parsed.data;
  throw new PoisonMessageError('the message is not a notice about an order');
}
