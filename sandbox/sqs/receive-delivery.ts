import { checkResourcePolicy } from '../kernel/resource-policy.ts';
import type { Delivery } from '../kernel/service.ts';
import { invalidParameter, queueDoesNotExist } from './errors.ts';
import type { OutgoingMessage } from './message.ts';
import { senderIdOf, sizeOf } from './outgoing.ts';
import type { SqsRoom } from './room.ts';

/**
 * Takes a message from another room inside that room's transaction. Throws where the queue is missing, where its policy
 * keeps the sender out, and where the message is too long.
 */
export function receiveDelivery(room: SqsRoom, delivery: Delivery): void {
  const { queues, messages, decideByResource } = room;
  const queue = queues.byArn(delivery.target);
  if (queue === undefined) throw queueDoesNotExist();
  if (decideByResource !== undefined) {
    const permission = { action: 'sqs:SendMessage', resource: queue.arn };
    const { Policy: policy } = queue.attributes;
    checkResourcePolicy(decideByResource, { policy, caller: delivery.caller, permission });
  }
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
