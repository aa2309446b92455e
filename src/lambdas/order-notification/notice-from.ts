import * as z from 'zod';
import { type OrderNotice, orderNoticeSchema } from '../../contracts/messages/order-notice.ts';
import { Fault } from '../../core/kernel/faults.ts';

/** A message that no attempt can make good. It fails until the queue moves it to its dead-letter queue. */
export class PoisonNoticeError extends Fault {
  override readonly name = 'PoisonNotice';
  readonly retry = 'never';
}

/** What SNS wraps around a message unless its subscription asks for raw delivery. */
const envelopeSchema = z.object({ Type: z.literal('Notification'), Message: z.string() });

/**
 * The notice in a queue message, with or without the envelope of SNS.
 *
 * @throws PoisonNoticeError, which does not quote the message
 */
export function noticeFrom(body: string): OrderNotice {
  const message = jsonOf(body);
  const envelope = envelopeSchema.safeParse(message);
  const parsed = orderNoticeSchema.safeParse(envelope.success ? jsonOf(envelope.data.Message) : message);
  if (parsed.success) return parsed.data;
  throw new PoisonNoticeError('the message is not a notice about an order');
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
