import * as z from 'zod';
import type { CallContext } from '../kernel/operation.ts';
import { parseArn } from '../kernel/place.ts';
import { fifoUnsupported, invalidMessageContents, invalidParameter, invalidValue } from './errors.ts';
import { wireInteger } from './input.ts';
import type { SqsInput } from './input.ts';
import { md5OfAttributes, md5OfBody } from './md5.ts';
import { checkMessageAttributes, messageAttributesInput, sizeOfAttributes } from './message-attributes.ts';
import type { RawAttributes } from './message-attributes.ts';
import type { OutgoingMessage } from './message.ts';
import type { Queue } from './queue-store.ts';

/** The members that SendMessage and the entries of SendMessageBatch share. */
export const outgoingMembers = {
  MessageBody: z.string(),
  DelaySeconds: wireInteger.optional(),
  MessageAttributes: messageAttributesInput.optional(),
  MessageSystemAttributes: messageAttributesInput.optional(),
  MessageGroupId: z.string().optional(),
  MessageDeduplicationId: z.string().optional(),
};

const longestDelay = 900;
const groupIdPattern = /^[\x21-\x7e]{1,128}$/;

// The characters of XML 1.0, which SQS is bound to. A lone surrogate is none either.
const allowedBody = /^[\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]*$/u;

/** Checks a message against its queue, as SQS does. Throws AwsError. */
export function checkOutgoing(
  input: SqsInput<typeof outgoingMembers>,
  queue: Queue,
  call: CallContext,
): OutgoingMessage {
  const { MessageBody: body, DelaySeconds: delay, MessageGroupId: groupId } = input;
  if (input.MessageDeduplicationId !== undefined) throw fifoUnsupported('MessageDeduplicationId');
  if (groupId !== undefined && !groupIdPattern.test(groupId)) {
    const reason =
      'MessageGroupId can only include alphanumeric and punctuation characters. 1 to 128 in length.';
    throw invalidValue('MessageGroupId', groupId, reason);
  }
  if (delay !== undefined && (delay < 0 || delay > longestDelay)) {
    throw invalidValue('DelaySeconds', delay, 'DelaySeconds must be >= 0 and <= 900.');
  }
  if (body === '') throw invalidParameter('Message body must not be empty.');
  if (!allowedBody.test(body)) throw invalidMessageContents();
  const attributes = checkMessageAttributes(input.MessageAttributes);
  const message: OutgoingMessage = {
    body,
    attributes,
    groupId,
    senderId: senderIdOf(call.caller.principal),
    traceHeader: traceHeaderOf(input.MessageSystemAttributes) ?? call.traceHeader,
    delay: delay === undefined ? undefined : delay * 1_000,
  };
  if (sizeOf(message) > queue.settings.maximumMessageSize) {
    const limit = queue.settings.maximumMessageSize;
    throw invalidParameter(
      `One or more parameters are invalid. Reason: Message must be shorter than ${limit} bytes.`,
    );
  }
  return message;
}

/** Bytes of body and attributes, which the size limits count. */
export function sizeOf(message: {
  readonly body: string;
  readonly attributes: RawAttributes | undefined;
}): number {
  return Buffer.byteLength(message.body) + sizeOfAttributes(message.attributes);
}

/** What a sender is told about a stored message. */
export function sentAnswer(message: OutgoingMessage, messageId: string): Readonly<Record<string, string>> {
  const { attributes, body } = message;
  return {
    MessageId: messageId,
    MD5OfMessageBody: md5OfBody(body),
    ...(attributes === undefined ? {} : { MD5OfMessageAttributes: md5OfAttributes(attributes) }),
  };
}

/** SenderId: the account for its root user, the name for a role; AWS's opaque unique ids do not exist here. */
export function senderIdOf(principal: string): string {
  const { accountId, resource } = parseArn(principal) ?? { accountId: '', resource: principal };
  return resource === 'root' ? accountId : resource.slice(resource.lastIndexOf('/') + 1);
}

function traceHeaderOf(attributes: RawAttributes | undefined): string | undefined {
  const unknown = Object.keys(attributes ?? {}).find((name) => name !== 'AWSTraceHeader');
  if (unknown !== undefined) {
    throw invalidParameter(`Message (system) attribute '${unknown}' is invalid. Supported: AWSTraceHeader.`);
  }
  return attributes?.['AWSTraceHeader']?.StringValue;
}
