import * as z from 'zod';
import type { MessageAttributes } from '../kernel/message-attributes.ts';
import type { PolledMessage } from '../kernel/queue-source.ts';
import type { Members } from '../kernel/room-operation.ts';
import { invalidValue } from './errors.ts';
import { visibilityTimeoutMs } from './lease-operations.ts';
import { longPoll } from './long-poll.ts';
import { md5OfAttributes, md5OfBody } from './md5.ts';
import { queueOperation } from './sqs-operation.ts';

/** A list of names; absent means none. */
const names = z.array(z.string()).default([]);

const members = {
  MaxNumberOfMessages: z.int().default(1),
  VisibilityTimeout: z.int().optional(),
  WaitTimeSeconds: z.int().optional(),
  /** The older name of MessageSystemAttributeNames. */
  AttributeNames: names,
  MessageSystemAttributeNames: names,
  MessageAttributeNames: names,
};

type ReceiveInput = Members<typeof members>;

export const receiveMessage = queueOperation({
  name: 'ReceiveMessage',
  kind: 'async',
  members,
  run: async (room, { queueUrl, queue, input, call: { signal } }) => {
    const { MaxNumberOfMessages: max, VisibilityTimeout: hidden, WaitTimeSeconds: wait } = input;
    if (max < 1 || max > 10) {
      throw invalidValue('MaxNumberOfMessages', max, 'Must be between 1 and 10, if provided.');
    }
    if (wait !== undefined && (wait < 0 || wait > 20)) {
      throw invalidValue('WaitTimeSeconds', wait, 'Must be >= 0 and <= 20, if provided.');
    }
    const messages = await longPoll(room, {
      queueUrl,
      wait: wait === undefined ? queue.settings.receiveWait : wait * 1_000,
      signal,
      request: { max, visibilityTimeout: hidden === undefined ? undefined : visibilityTimeoutMs(hidden) },
    });
    return { Messages: messages.length === 0 ? undefined : messages.map((message) => shown(message, input)) };
  },
});

function shown(message: PolledMessage, input: ReceiveInput): Readonly<Record<string, unknown>> {
  const wanted = [...input.AttributeNames, ...input.MessageSystemAttributeNames];
  const system = Object.entries(systemAttributes(message)).filter(
    ([name, value]) => value !== null && (wanted.includes('All') || wanted.includes(name)),
  );
  const user = selectAttributes(message.attributes, input.MessageAttributeNames);
  return {
    MessageId: message.messageId,
    ReceiptHandle: message.receiptHandle,
    MD5OfBody: md5OfBody(message.body),
    Body: message.body,
    Attributes: system.length === 0 ? undefined : Object.fromEntries(system),
    MD5OfMessageAttributes: user === undefined ? undefined : md5OfAttributes(user),
    MessageAttributes: user,
  };
}

/** The attributes that a receiver asked for: names, `All`, `.*` or `prefix.*`. Undefined where none is left. */
function selectAttributes(
  attributes: MessageAttributes = {},
  wanted: readonly string[],
): MessageAttributes | undefined {
  const selected = Object.entries(attributes).filter(([name]) =>
    wanted.some((pattern) => fits(name, pattern)),
  );
  return selected.length === 0 ? undefined : Object.fromEntries(selected);
}

function fits(name: string, pattern: string): boolean {
  if (pattern === 'All' || pattern === '.*') return true;
  return pattern.endsWith('.*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern;
}

function systemAttributes(message: PolledMessage): Readonly<Record<string, string | null>> {
  return {
    SenderId: message.senderId,
    SentTimestamp: String(message.sentAt),
    ApproximateReceiveCount: String(message.receiveCount),
    ApproximateFirstReceiveTimestamp: String(message.firstReceivedAt),
    AWSTraceHeader: message.traceHeader,
    DeadLetterQueueSourceArn: message.deadLetterSource,
  };
}
