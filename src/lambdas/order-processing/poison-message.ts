import { type QueuedOrder, queuedOrderSchema } from '../../contracts/messages/queued-order.ts';
import { Fault } from '../../core/kernel/faults.ts';

/** A message that no attempt can make good. It fails until the queue moves it to its dead-letter queue. */
export class PoisonMessageError extends Fault {
  override readonly name = 'PoisonMessage';
  readonly retry = 'never';
}

/** @throws PoisonMessageError, which does not quote the message */
export function queuedOrderFrom(body: string): QueuedOrder {
  const parsed = queuedOrderSchema.safeParse(jsonOf(body));
  if (parsed.success) return parsed.data;
  throw new PoisonMessageError('the message does not name an order');
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
