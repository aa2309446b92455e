import { queueOperation } from './queue-operation.ts';

export const listQueueTags = queueOperation({
  name: 'ListQueueTags',
  kind: 'read',
  members: {},
  run: (_room, { queue: { tags } }) => (Object.keys(tags).length === 0 ? {} : { Tags: tags }),
});
