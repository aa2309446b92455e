import { queueOperation } from './queue-operation.ts';

export const purgeQueue = queueOperation({
  name: 'PurgeQueue',
  kind: 'write',
  members: {},
  run: ({ messages }, { queue }) => {
    messages.purge(queue);
  },
});
