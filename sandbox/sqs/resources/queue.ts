import * as z from 'zod';
import { inputOf } from '../../kernel/input.ts';
import { definedIn } from '../../kernel/json.ts';
import { arn } from '../../kernel/place.ts';
import { generatedName, resourceType } from '../../kernel/resource.ts';
import type { ResourceType } from '../../kernel/resource.ts';
import { fifoUnsupported } from '../errors.ts';
import { checkQueueAttributes, checkQueueName } from '../queue-attributes.ts';
import type { QueueAttributes } from '../queue-attributes.ts';
import { parseQueueUrl, queueUrlOf } from '../queue-url.ts';
import type { SqsRoom } from '../room.ts';

const whole = z.coerce.number().int().transform(String).optional();
const policy = z
  .record(z.string(), z.unknown())
  .transform((document) => JSON.stringify(document))
  .optional();

const parse = inputOf(
  z.strictObject({
    QueueName: z.string().optional(),
    FifoQueue: z.literal([false, 'false'], { error: () => fifoUnsupported('FifoQueue').message }).optional(),
    DelaySeconds: whole,
    MaximumMessageSize: whole,
    MessageRetentionPeriod: whole,
    ReceiveMessageWaitTimeSeconds: whole,
    VisibilityTimeout: whole,
    RedrivePolicy: policy,
    RedriveAllowPolicy: policy,
    KmsMasterKeyId: z.unknown().optional(),
    KmsDataKeyReusePeriodSeconds: z.unknown().optional(),
    SqsManagedSseEnabled: z.unknown().optional(),
    Tags: z.unknown().optional(),
  }),
);

const longestName = 80;

const withoutEffect = {
  KmsMasterKeyId: 'nothing is encrypted on this machine',
  KmsDataKeyReusePeriodSeconds: 'nothing is encrypted on this machine',
  SqsManagedSseEnabled: 'nothing is encrypted on this machine',
  Tags: 'nothing is billed or found by tag here',
};

/** AWS::SQS::Queue. Bringing a queue up to date never touches its messages. */
export function queueResource({ ground, queues, arrivals }: SqsRoom): ResourceType {
  return resourceType({
    type: 'AWS::SQS::Queue',
    withoutEffect,
    parse: (raw) => {
      const { QueueName: name, FifoQueue, ...properties } = parse(raw);
      const { KmsMasterKeyId, KmsDataKeyReusePeriodSeconds, SqsManagedSseEnabled, Tags, ...given } =
        properties;
      void [FifoQueue, KmsMasterKeyId, KmsDataKeyReusePeriodSeconds, SqsManagedSseEnabled, Tags];
      const attributes: QueueAttributes = definedIn(given);
      checkQueueAttributes(attributes);
      if (name !== undefined) checkQueueName(name);
      return { name, attributes };
    },
    identify: (request) => {
      const QueueName = request.properties.name ?? generatedName(request, longestName);
      const QueueUrl = queueUrlOf(ground, QueueName);
      return {
        physicalId: QueueUrl,
        attributes: { Arn: arn(ground.place, 'sqs', QueueName), QueueName, QueueUrl },
      };
    },
    provision: ({ properties: { attributes } }, { physicalId }) => {
      const { name } = parseQueueUrl(physicalId);
      // The policy is the business of AWS::SQS::QueuePolicy.
      const { Policy } = queues.find(name)?.attributes ?? {};
      queues.put(name, definedIn({ ...attributes, Policy }));
    },
    remove: (physicalId) => {
      const queue = queues.find(parseQueueUrl(physicalId).name);
      if (queue === undefined) return;
      queues.remove(queue);
      arrivals.announce(queue.name);
    },
  });
}
