import { textMap } from './input.ts';
import { changedAttributes, checkQueueAttributes } from './queue-attributes.ts';
import { queueOperation } from './queue-operation.ts';
import { checkRedriveTarget } from './redrive-target.ts';

export const setQueueAttributes = queueOperation({
  name: 'SetQueueAttributes',
  kind: 'write',
  members: { Attributes: textMap },
  run: ({ queues }, { queue, input: { Attributes: attributes } }) => {
    checkQueueAttributes(attributes);
    checkRedriveTarget(queues, { sourceArn: queue.arn, attributes });
    queues.setAttributes(queue, changedAttributes(queue.attributes, attributes));
  },
});
