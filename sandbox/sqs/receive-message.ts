import { invalidValue } from './errors.ts';
import { names, wireInteger } from './input.ts';
import type { SqsInput } from './input.ts';
import { longPoll } from './long-poll.ts';
import { md5OfAttributes, md5OfBody } from './md5.ts';
import { selectAttributes } from './message-attributes.ts';
import { systemAttributes } from './message.ts';
import type { LeasedMessage } from './message.ts';
import { queueOperation } from './queue-operation.ts';
import { visibilityTimeoutMs } from './visibility-timeout.ts';

const largestReceive = 10;
const longestWaitSeconds = 20;

const members = {
  MaxNumberOfMessages: wireInteger.default(1),
  VisibilityTimeout: wireInteger.optional(),
  WaitTimeSeconds: wireInteger.optional(),
  /** The older name of MessageSystemAttributeNames. */
  AttributeNames: names,
  MessageSystemAttributeNames: names,
  MessageAttributeNames: names,
};

type ReceiveInput = SqsInput<typeof members>;

export const receiveMessage = queueOperation({
  name: 'ReceiveMessage',
  kind: 'async',
  members,
  run: async (room, { queue, input, call: { signal } }) => {
    checkRanges(input);
    const { MaxNumberOfMessages: max, VisibilityTimeout: hidden, WaitTimeSeconds: wait } = input;
    const messages = await longPoll(room, {
      queueArn: queue.arn,
      wait: wait === undefined ? queue.settings.receiveWait : wait * 1_000,
      signal,
      request: { max, visibilityTimeout: hidden === undefined ? undefined : visibilityTimeoutMs(hidden) },
    });
    return messages.length === 0 ? {} : { Messages: messages.map((message) => shown(message, input)) };
  },
});

function checkRanges({ MaxNumberOfMessages: max, WaitTimeSeconds: wait = 0 }: ReceiveInput): void {
  if (max < 1 || max > largestReceive) {
    throw invalidValue('MaxNumberOfMessages', max, 'Must be between 1 and 10, if provided.');
  }
  if (wait < 0 || wait > longestWaitSeconds) {
    throw invalidValue('WaitTimeSeconds', wait, 'Must be >= 0 and <= 20, if provided.');
  }
}

function shown(message: LeasedMessage, input: ReceiveInput): Readonly<Record<string, unknown>> {
  const wanted = [...input.AttributeNames, ...input.MessageSystemAttributeNames];
  const system = Object.entries(systemAttributes(message)).filter(
    ([name]) => wanted.includes('All') || wanted.includes(name),
  );
  const user = selectAttributes(message.attributes, input.MessageAttributeNames);
  return {
    MessageId: message.messageId,
    ReceiptHandle: message.receiptHandle,
    MD5OfBody: md5OfBody(message.body),
    Body: message.body,
    ...(system.length === 0 ? {} : { Attributes: Object.fromEntries(system) }),
    ...(user === undefined ? {} : { MD5OfMessageAttributes: md5OfAttributes(user), MessageAttributes: user }),
  };
}
