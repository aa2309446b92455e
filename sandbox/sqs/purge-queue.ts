import { purgeInProgress } from './errors.ts';
import { queueOperation } from './queue-operation.ts';

const purgeRestMs = 60_000;

export const purgeQueue = queueOperation({
  name: 'PurgeQueue',
  kind: 'write',
  members: {},
  run: ({ ground, queues, messages }, { queue }) => {
    if (queue.purgedAt !== null && ground.clock.now() < queue.purgedAt + purgeRestMs) {
      throw purgeInProgress(queue.name);
    }
    messages.purge(queue);
    queues.setPurged(queue);
  },
});
