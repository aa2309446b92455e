import { checkResourcePolicy } from '../kernel/resource-policy.ts';
import type { Delivery } from '../kernel/service.ts';
import { queueDoesNotExist } from './errors.ts';
import type { OutgoingMessage } from './message.ts';
import { checkSize, senderIdOf } from './outgoing.ts';
import type { SqsRoom } from './room.ts';

/**
 * Takes a message from another room inside that room's transaction. Throws where the queue is missing, where its policy
 * keeps the sender out, and where the message is too long.
 */
export function receiveDelivery({ queues, messages, decideByResource }: SqsRoom, delivery: Delivery): void {
  const { target, caller, body, attributes, traceHeader } = delivery;
  const queue = queues.byArn(target);
  if (queue === undefined) throw queueDoesNotExist();
  const permission = { action: 'sqs:SendMessage', resource: queue.arn };
  checkResourcePolicy(decideByResource, { policy: queue.attributes['Policy'], caller, permission });
  const senderId = senderIdOf(caller.principal);
  const message: OutgoingMessage = { body, attributes, traceHeader, senderId };
  checkSize(message, queue);
  messages.insert(queue, message);
}
