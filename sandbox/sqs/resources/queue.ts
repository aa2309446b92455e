import * as z from 'zod';
import { inputOf } from '../../kernel/input.ts';
import { arn } from '../../kernel/place.ts';
import { resourceType } from '../../kernel/resource.ts';
import type { ResourceRequest, ResourceType } from '../../kernel/resource.ts';
import { checkQueueName } from '../create-queue.ts';
import { checkQueueAttributes } from '../queue-attributes.ts';
import type { QueueAttributes } from '../queue-attributes.ts';
import { parseQueueUrl, queueUrlOf } from '../queue-url.ts';
import type { SqsRoom } from '../room.ts';

const whole = z.coerce.number().int().transform(String).optional();
const flag = z.union([z.boolean(), z.enum(['true', 'false'])]);
const policy = z
  .record(z.string(), z.unknown())
  .transform((document) => JSON.stringify(document))
  .optional();

const properties = z.strictObject({
  QueueName: z.string().optional(),
  FifoQueue: flag.optional(),
  DelaySeconds: whole,
  MaximumMessageSize: whole,
  MessageRetentionPeriod: whole,
  ReceiveMessageWaitTimeSeconds: whole,
  VisibilityTimeout: whole,
  RedrivePolicy: policy,
  RedriveAllowPolicy: policy,
  KmsMasterKeyId: z.string().optional(),
  KmsDataKeyReusePeriodSeconds: whole,
  SqsManagedSseEnabled: flag.transform(String).optional(),
  Tags: z.array(z.strictObject({ Key: z.string(), Value: z.string() })).default([]),
});

type Properties = z.output<typeof properties>;

/** AWS::SQS::Queue. Bringing a queue up to date never touches its messages. */
export function queueResource({ ground, queues, arrivals }: SqsRoom): ResourceType {
  const parse = inputOf(properties);
  return resourceType<Properties>({
    type: 'AWS::SQS::Queue',
    withoutEffect: {
      KmsMasterKeyId: 'stored and shown; nothing is encrypted on this machine',
      KmsDataKeyReusePeriodSeconds: 'stored and shown; nothing is encrypted on this machine',
      SqsManagedSseEnabled: 'stored and shown; nothing is encrypted on this machine',
    },
    parse: (raw) => {
      const parsed = parse(raw);
      checkQueueAttributes(attributesOf(parsed));
      if (parsed.QueueName !== undefined) checkQueueName(parsed.QueueName);
      return parsed;
    },
    identify: (request) => {
      const name = nameOf(request);
      const url = queueUrlOf(ground, name);
      return {
        physicalId: url,
        attributes: { Arn: arn(ground.place, 'sqs', name), QueueName: name, QueueUrl: url },
      };
    },
    provision: (request) => {
      const name = nameOf(request);
      const tags = Object.fromEntries(request.properties.Tags.map(({ Key, Value }) => [Key, Value]));
      const existing = queues.find(name);
      // The policy is the business of AWS::SQS::QueuePolicy.
      const { Policy } = existing?.attributes ?? {};
      const attributes = { ...attributesOf(request.properties), ...(Policy === undefined ? {} : { Policy }) };
      if (existing === undefined) {
        queues.create({ name, attributes, tags });
      } else {
        if (!isSame(existing.attributes, attributes)) queues.setAttributes(existing, attributes);
        if (!isSame(existing.tags, tags)) queues.setTags(existing, tags);
      }
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

function nameOf({ stackName, logicalId, properties: { QueueName } }: ResourceRequest<Properties>): string {
  return QueueName ?? `${stackName}-${logicalId}`.slice(0, longestName);
}

function attributesOf({ FifoQueue, ...properties }: Properties): QueueAttributes {
  const attributes: Record<string, string> = {};
  for (const [name, value] of Object.entries(properties)) {
    if (typeof value === 'string' && name !== 'QueueName') attributes[name] = value;
  }
  return FifoQueue === true || FifoQueue === 'true' ? { ...attributes, FifoQueue: 'true' } : attributes;
}

function isSame(a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>): boolean {
  const names = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...names].every((name) => a[name] === b[name]);
}
