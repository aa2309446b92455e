import { policyResource } from '../../kernel/policy-resource.ts';
import type { ResourceType } from '../../kernel/resource.ts';
import { changedAttributes } from '../queue-attributes.ts';
import { parseQueueUrl } from '../queue-url.ts';
import type { SqsRoom } from '../room.ts';

/** AWS::SQS::QueuePolicy. */
export function queuePolicyResource({ ground: { store }, queues }: SqsRoom): ResourceType {
  return policyResource(store, {
    type: 'AWS::SQS::QueuePolicy',
    list: 'Queues',
    keyOf: (url) => parseQueueUrl(url).name,
    attach: (name, Policy) => {
      const queue = queues.find(name);
      if (queue !== undefined) queues.put(name, changedAttributes(queue.attributes, { Policy }));
    },
  });
}
