import { invalidAttributeName } from './errors.ts';
import { names } from './input.ts';
import type { MessageCounts } from './message-store.ts';
import { settableAttributes, shownAttributes } from './queue-attributes.ts';
import type { QueueAttributes } from './queue-attributes.ts';
import { queueOperation } from './queue-operation.ts';
import type { Queue } from './queue-store.ts';

const computed = [
  'ApproximateNumberOfMessages',
  'ApproximateNumberOfMessagesNotVisible',
  'ApproximateNumberOfMessagesDelayed',
  'CreatedTimestamp',
  'LastModifiedTimestamp',
  'QueueArn',
];

export const getQueueAttributes = queueOperation({
  name: 'GetQueueAttributes',
  kind: 'read',
  members: { AttributeNames: names },
  run: ({ messages }, { queue, input: { AttributeNames } }) => {
    for (const name of AttributeNames) {
      if (name !== 'All' && !computed.includes(name) && !settableAttributes.includes(name))
        throw invalidAttributeName(name);
    }
    if (AttributeNames.length === 0) return {};
    const wanted = Object.entries(allAttributes(queue, messages.counts(queue))).filter(
      ([name]) => AttributeNames.includes('All') || AttributeNames.includes(name),
    );
    return wanted.length === 0 ? {} : { Attributes: Object.fromEntries(wanted) };
  },
});

function allAttributes(queue: Queue, { visible, inFlight, delayed }: MessageCounts): QueueAttributes {
  return {
    QueueArn: queue.arn,
    ApproximateNumberOfMessages: String(visible),
    ApproximateNumberOfMessagesNotVisible: String(inFlight),
    ApproximateNumberOfMessagesDelayed: String(delayed),
    CreatedTimestamp: seconds(queue.createdAt),
    LastModifiedTimestamp: seconds(queue.modifiedAt),
    ...shownAttributes(queue.attributes),
  };
}

function seconds(ms: number): string {
  return String(Math.floor(ms / 1_000));
}
