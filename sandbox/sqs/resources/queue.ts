import * as z from 'zod';
import { inputOf } from '../../kernel/input.ts';
import { arn } from '../../kernel/place.ts';
import { resourceType } from '../../kernel/resource.ts';
import type { ResourceRequest, ResourceType } from '../../kernel/resource.ts';
import { checkQueueName } from '../create-queue.ts';
import { fifoUnsupported } from '../errors.ts';
import { checkQueueAttributes } from '../queue-attributes.ts';
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

const withoutEffect = {
  KmsMasterKeyId: 'nothing is encrypted on this machine',
  KmsDataKeyReusePeriodSeconds: 'nothing is encrypted on this machine',
  SqsManagedSseEnabled: 'nothing is encrypted on this machine',
  Tags: 'nothing is billed or found by tag here',
};

interface Properties {
  readonly name: string | undefined;
  readonly attributes: QueueAttributes;
}

/** AWS::SQS::Queue. Bringing a queue up to date never touches its messages. */
export function queueResource({ ground, queues, arrivals }: SqsRoom): ResourceType {
  return resourceType<Properties>({
    type: 'AWS::SQS::Queue',
    withoutEffect,
    parse: (raw) => {
      const { QueueName: name, FifoQueue, ...properties } = parse(raw);
      void FifoQueue; // false
      const given = Object.entries(properties).filter(([key, value]) => {
        return value !== undefined && !Object.hasOwn(withoutEffect, key);
      });
      const attributes = Object.fromEntries(given.map(([key, value]) => [key, String(value)]));
      checkQueueAttributes(attributes);
      if (name !== undefined) checkQueueName(name);
      return { name, attributes };
    },
    identify: (request) => {
      const QueueName = nameOf(request);
      const QueueUrl = queueUrlOf(ground, QueueName);
      return {
        physicalId: QueueUrl,
        attributes: { Arn: arn(ground.place, 'sqs', QueueName), QueueName, QueueUrl },
      };
    },
    provision: (request) => {
      const name = nameOf(request);
      // The policy is the business of AWS::SQS::QueuePolicy.
      const { Policy } = queues.find(name)?.attributes ?? {};
      queues.put(name, { ...request.properties.attributes, ...(Policy === undefined ? {} : { Policy }) });
    },
    remove: (physicalId) => {
      const queue = queues.find(parseQueueUrl(physicalId).name);
      if (queue === undefined) return;
      queues.remove(queue);
      arrivals.announce(queue.name);
    },
  });
}

const longestName = 80;

function nameOf({ stackName, logicalId, properties: { name } }: ResourceRequest<Properties>): string {
  return name ?? `${stackName}-${logicalId}`.slice(0, longestName);
}
