import { queueOperation } from './queue-operation.ts';

export const deleteQueue = queueOperation({
  name: 'DeleteQueue',
  kind: 'write',
  members: {},
  run: ({ queues, arrivals }, { queue }) => {
    queues.remove(queue);
    // Whoever waits for messages learns that there will be none.
    arrivals.announce(queue.name);
  },
});
