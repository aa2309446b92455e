import { refusal } from './errors.ts';
import { names } from './input.ts';
import { settableAttributes, shownAttributes } from './queue-attributes.ts';
import type { QueueAttributes } from './queue-attributes.ts';
import { queueOperation } from './queue-operation.ts';
import type { Queue } from './queue-store.ts';
import type { SqsRoom } from './room.ts';

export const getQueueAttributes = queueOperation({
  name: 'GetQueueAttributes',
  kind: 'read',
  members: { AttributeNames: names },
  run: (room, { queue, input: { AttributeNames } }) => {
    const all = allAttributes(room, queue);
    const unknown = AttributeNames.find(
      (name) => name !== 'All' && !settableAttributes.includes(name) && all[name] === undefined,
    );
    if (unknown !== undefined) throw refusal('InvalidAttributeName', `Unknown Attribute ${unknown}.`);
    const wanted = Object.entries(all).filter(
      ([name]) => AttributeNames.includes('All') || AttributeNames.includes(name),
    );
    return { Attributes: wanted.length === 0 ? undefined : Object.fromEntries(wanted) };
  },
});

function allAttributes({ messages }: SqsRoom, queue: Queue): QueueAttributes {
  const { visible, inFlight, delayed } = messages.counts(queue);
  return {
    QueueArn: queue.arn,
    ApproximateNumberOfMessages: String(visible),
    ApproximateNumberOfMessagesNotVisible: String(inFlight),
    ApproximateNumberOfMessagesDelayed: String(delayed),
    CreatedTimestamp: String(Math.floor(queue.createdAt / 1_000)),
    LastModifiedTimestamp: String(Math.floor(queue.modifiedAt / 1_000)),
    ...shownAttributes(queue.attributes),
  };
}
