import { textMap } from './input.ts';
import { changedAttributes, checkQueueAttributes } from './queue-attributes.ts';
import { queueOperation } from './queue-operation.ts';

export const setQueueAttributes = queueOperation({
  name: 'SetQueueAttributes',
  kind: 'write',
  members: { Attributes: textMap },
  run: ({ queues }, { queue, input: { Attributes } }) => {
    checkQueueAttributes(Attributes);
    queues.checkRedrive(Attributes, queue.arn);
    queues.put(queue.name, changedAttributes(queue.attributes, Attributes));
  },
});
