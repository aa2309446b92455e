import type { Delivery } from '../kernel/service.ts';
import { invalidParameter, queueDoesNotExist } from './errors.ts';
import type { OutgoingMessage } from './message.ts';
import { senderIdOf, sizeOf } from './outgoing.ts';
import type { SqsRoom } from './room.ts';

/** Takes a message from another room inside that room's transaction. Throws where the queue is missing or too small. */
export function receiveDelivery({ queues, messages }: SqsRoom, delivery: Delivery): void {
  const queue = queues.byArn(delivery.target);
  if (queue === undefined) throw queueDoesNotExist();
  const message: OutgoingMessage = {
    body: delivery.body,
    attributes: delivery.attributes,
    senderId: senderIdOf(delivery.caller.principal),
    traceHeader: delivery.traceHeader,
    groupId: undefined,
    delay: undefined,
  };
  const limit = queue.settings.maximumMessageSize;
  if (sizeOf(message) > limit) {
    throw invalidParameter(
      `One or more parameters are invalid. Reason: Message must be shorter than ${limit} bytes.`,
    );
  }
  messages.insert(queue, message);
}
