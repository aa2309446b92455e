import * as z from 'zod';
import { arn } from '../kernel/place.ts';
import { queueDoesNotExist, refusal } from './errors.ts';
import {
  changedAttributes,
  checkQueueAttributes,
  checkQueueName,
  settableAttributes,
  shownAttributes,
} from './queue-attributes.ts';
import { queueUrlOf } from './queue-url.ts';
import { queueOperation, sqsOperation } from './sqs-operation.ts';

const textMap = z.record(z.string(), z.string());

/** A queue of that name and those attributes may be there already. */
export const createQueue = sqsOperation({
  name: 'CreateQueue',
  kind: 'write',
  members: { QueueName: z.string(), Attributes: textMap.default({}) },
  resources: ({ QueueName }, place) => [arn(place, 'sqs', QueueName)],
  run: ({ ground, queues }, { QueueName: name, Attributes }) => {
    checkQueueName(name);
    checkQueueAttributes(Attributes);
    const attributes = changedAttributes({}, Attributes);
    const existing = queues.find(name);
    if (existing === undefined) {
      queues.checkRedrive(attributes, arn(ground.place, 'sqs', name));
      queues.put(name, attributes);
    } else {
      const shown = shownAttributes(existing.attributes);
      const different = Object.keys(attributes).find((key) => shown[key] !== attributes[key]);
      if (different !== undefined) {
        const message = `A queue already exists with the same name and a different value for attribute ${different}`;
        throw refusal('QueueNameExists', message);
      }
    }
    return { QueueUrl: queueUrlOf(ground, name) };
  },
});

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

/** Of this account's queues. */
export const getQueueUrl = sqsOperation({
  name: 'GetQueueUrl',
  kind: 'read',
  members: { QueueName: z.string() },
  resources: ({ QueueName }, place) => [arn(place, 'sqs', QueueName)],
  run: ({ ground, queues }, { QueueName }) => {
    if (queues.find(QueueName) === undefined) throw queueDoesNotExist();
    return { QueueUrl: queueUrlOf(ground, QueueName) };
  },
});

/** All on one page. */
export const listQueues = sqsOperation({
  name: 'ListQueues',
  kind: 'read',
  members: { QueueNamePrefix: z.string().default('') },
  run: ({ ground, queues }, { QueueNamePrefix }) => {
    const found = queues.list().filter(({ name }) => name.startsWith(QueueNamePrefix));
    return { QueueUrls: found.map(({ name }) => queueUrlOf(ground, name)) };
  },
});

export const getQueueAttributes = queueOperation({
  name: 'GetQueueAttributes',
  kind: 'read',
  members: { AttributeNames: z.array(z.string()).default([]) },
  run: ({ messages }, { queue, input: { AttributeNames } }) => {
    const { visible, inFlight, delayed } = messages.counts(queue);
    const all = new Map(
      Object.entries({
        QueueArn: queue.arn,
        ApproximateNumberOfMessages: String(visible),
        ApproximateNumberOfMessagesNotVisible: String(inFlight),
        ApproximateNumberOfMessagesDelayed: String(delayed),
        CreatedTimestamp: String(Math.floor(queue.createdAt / 1_000)),
        LastModifiedTimestamp: String(Math.floor(queue.modifiedAt / 1_000)),
        ...shownAttributes(queue.attributes),
      }),
    );
    const known = ['All', ...settableAttributes, ...all.keys()];
    const unknown = AttributeNames.find((name) => !known.includes(name));
    if (unknown !== undefined) throw refusal('InvalidAttributeName', `Unknown Attribute ${unknown}.`);
    const wanted = [...all].filter(
      ([name]) => AttributeNames.includes('All') || AttributeNames.includes(name),
    );
    return { Attributes: wanted.length === 0 ? undefined : Object.fromEntries(wanted) };
  },
});

export const setQueueAttributes = queueOperation({
  name: 'SetQueueAttributes',
  kind: 'write',
  members: { Attributes: textMap },
  run: ({ queues }, { queue, input: { Attributes } }) => {
    checkQueueAttributes(Attributes);
    queues.checkRedrive(Attributes, queue.arn);
    queues.put(queue.name, changedAttributes(queue.attributes, Attributes));
  },
});

export const purgeQueue = queueOperation({
  name: 'PurgeQueue',
  kind: 'write',
  members: {},
  run: ({ messages }, { queue }) => {
    messages.purge(queue);
  },
});
