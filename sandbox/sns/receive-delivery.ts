import { checkResourcePolicy } from '../kernel/resource-policy.ts';
import type { DecideByResource } from '../kernel/resource-policy.ts';
import type { Delivery } from '../kernel/service.ts';
import { publishToTopic } from './fan-out.ts';
import type { SnsRoom } from './room.ts';

/** The default policy of a topic lets the account in, and CloudWatch acts for the account. */
const accountsOwn = 'cloudwatch.amazonaws.com';

/** Publishes what an alarm or a rule hands over, inside its transaction. Throws where the topic's policy keeps it out. */
export function receiveDelivery(
  room: SnsRoom,
  delivery: Delivery,
  decide: DecideByResource | undefined,
): void {
  const { target, body, subject, attributes = {}, traceHeader, caller } = delivery;
  const topic = room.topics.get(target);
  const { Policy: policy } = topic.attributes;
  if (policy !== undefined || caller.principal !== accountsOwn) {
    const permission = { action: 'sns:Publish', resource: topic.arn };
    checkResourcePolicy(decide, { policy, caller, permission });
  }
  const messageId = room.ground.random.uuid();
  publishToTopic(room, topic.arn, { messageId, subject, body, attributes, traceHeader });
}
