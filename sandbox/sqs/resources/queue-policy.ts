import * as z from 'zod';
import { inputOf } from '../../kernel/input.ts';
import { resourceType } from '../../kernel/resource.ts';
import type { ResourceRequest, ResourceType } from '../../kernel/resource.ts';
import { changedAttributes } from '../queue-attributes.ts';
import { parseQueueUrl } from '../queue-url.ts';
import type { SqsRoom } from '../room.ts';

const properties = z.strictObject({
  PolicyDocument: z.record(z.string(), z.unknown()),
  Queues: z.array(z.string()).min(1),
});

type Properties = z.output<typeof properties>;

/** AWS::SQS::QueuePolicy: the Policy attribute of its queues. */
export function queuePolicyResource({ ground: { store }, queues }: SqsRoom): ResourceType {
  const setPolicy = (queueName: string, policy: string): void => {
    const queue = queues.find(queueName);
    if (queue === undefined || (queue.attributes['Policy'] ?? '') === policy) return;
    queues.setAttributes(queue, changedAttributes(queue.attributes, { Policy: policy }));
  };
  const queuesUnder = (resource: string): string[] =>
    store
      .all<{ queueName: string }>('SELECT queueName FROM sqs_queue_policy WHERE resource = ?', resource)
      .map((row) => row.queueName);

  return resourceType<Properties>({
    type: 'AWS::SQS::QueuePolicy',
    withoutEffect: {},
    parse: inputOf(properties),
    identify: (request) => ({ physicalId: idOf(request), attributes: { Id: idOf(request) } }),
    provision: (request) => {
      const resource = idOf(request);
      const names = request.properties.Queues.map((url) => parseQueueUrl(url).name);
      for (const gone of queuesUnder(resource).filter((name) => !names.includes(name))) setPolicy(gone, '');
      store.run('DELETE FROM sqs_queue_policy WHERE resource = ?', resource);
      for (const name of names) {
        store.run(
          'INSERT OR IGNORE INTO sqs_queue_policy (resource, queueName) VALUES (?, ?)',
          resource,
          name,
        );
        setPolicy(name, JSON.stringify(request.properties.PolicyDocument));
      }
    },
    remove: (resource) => {
      for (const name of queuesUnder(resource)) setPolicy(name, '');
      store.run('DELETE FROM sqs_queue_policy WHERE resource = ?', resource);
    },
  });
}

function idOf({ stackName, logicalId }: ResourceRequest<Properties>): string {
  return `${stackName}-${logicalId}`;
}
