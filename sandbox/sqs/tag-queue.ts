import { invalidParameter } from './errors.ts';
import { textMap } from './input.ts';
import { queueOperation } from './queue-operation.ts';

const mostTags = 50;

export const tagQueue = queueOperation({
  name: 'TagQueue',
  kind: 'write',
  members: { Tags: textMap },
  run: ({ queues }, { queue, input: { Tags } }) => {
    const tags = { ...queue.tags, ...Tags };
    if (Object.keys(tags).length > mostTags) throw invalidParameter('Too many tags added for queue.');
    queues.setTags(queue, tags);
  },
});
