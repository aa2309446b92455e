import * as z from 'zod';
import { inputOf } from '../../kernel/input.ts';
import { resourceType } from '../../kernel/resource.ts';
import type { ResourceRequest, ResourceType } from '../../kernel/resource.ts';
import { changedAttributes } from '../queue-attributes.ts';
import { parseQueueUrl } from '../queue-url.ts';
import type { SqsRoom } from '../room.ts';

const parse = inputOf(
  z.strictObject({
    PolicyDocument: z.record(z.string(), z.unknown()),
    Queues: z.array(z.string()).min(1),
  }),
);

/** AWS::SQS::QueuePolicy: the Policy attribute of its queues. */
export function queuePolicyResource({ ground: { store }, queues }: SqsRoom): ResourceType {
  const setPolicy = (resource: string, names: readonly string[], policy: string): void => {
    const select = 'SELECT queueName FROM sqs_queue_policy WHERE resource = ?';
    const before = store.all<{ queueName: string }>(select, resource).map(({ queueName }) => queueName);
    for (const name of new Set([...before, ...names])) {
      const queue = queues.find(name);
      const change = { Policy: names.includes(name) ? policy : '' };
      if (queue !== undefined) queues.put(name, changedAttributes(queue.attributes, change));
    }
    store.run('DELETE FROM sqs_queue_policy WHERE resource = ?', resource);
    for (const name of names) store.run('INSERT INTO sqs_queue_policy VALUES (?, ?)', resource, name);
  };
  return resourceType<ReturnType<typeof parse>>({
    type: 'AWS::SQS::QueuePolicy',
    withoutEffect: {},
    parse,
    identify: (request) => ({ physicalId: idOf(request), attributes: { Id: idOf(request) } }),
    provision: (request) => {
      const { Queues, PolicyDocument } = request.properties;
      const names = new Set(Queues.map((url) => parseQueueUrl(url).name));
      setPolicy(idOf(request), [...names], JSON.stringify(PolicyDocument));
    },
    remove: (resource) => {
      setPolicy(resource, [], '');
    },
  });
}

function idOf({ stackName, logicalId }: ResourceRequest<unknown>): string {
  return `${stackName}-${logicalId}`;
}
