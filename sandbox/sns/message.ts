import * as z from 'zod';
import { AwsError } from '../kernel/errors.ts';
import { checkAttributes, messageAttributesInput, sizeOfAttributes } from '../kernel/message-attributes.ts';
import type { AttributeFault, MessageAttributes } from '../kernel/message-attributes.ts';
import type { Members } from '../kernel/room-operation.ts';
import { invalidParameter } from './errors.ts';

/** A message on its way to the subscribers of a topic. */
export interface TopicMessage {
  readonly messageId: string;
  readonly subject: string | undefined;
  readonly body: string;
  readonly attributes: MessageAttributes;
  readonly traceHeader: string | undefined;
}

/** The members that Publish and the entries of PublishBatch share. */
export const messageMembers = {
  Message: z.string(),
  Subject: z.string().optional(),
  MessageAttributes: messageAttributesInput.default({}),
};

/** What a publisher says. */
export type MessageInput = Members<typeof messageMembers>;

/** Bytes of body and attributes together. */
export const largestMessage = 262_144;
const longestSubject = 100;

/** Checks a message as SNS does. Throws AwsError. */
export function checkMessage(
  input: MessageInput,
  { messageId, traceHeader }: Pick<TopicMessage, 'messageId' | 'traceHeader'>,
): TopicMessage {
  const { Message: body, Subject: subject } = input;
  if (body === '') throw invalidParameter('Empty message');
  if (sizeOf(input) > largestMessage) throw invalidParameter('Message too long');
  if (subject !== undefined && !isSubject(subject)) throw invalidParameter('Subject');
  return {
    messageId,
    traceHeader,
    subject,
    body,
    attributes: checkAttributes(input.MessageAttributes, refusedAttribute),
  };
}

/** Bytes of body and attributes, which the limits count. */
export function sizeOf(input: Pick<MessageInput, 'Message' | 'MessageAttributes'>): number {
  return Buffer.byteLength(input.Message) + sizeOfAttributes(input.MessageAttributes);
}

function isSubject(subject: string): boolean {
  return subject.length > 0 && subject.length <= longestSubject && /^[^\p{Cc}\s][^\p{Cc}]*$/u.test(subject);
}

function refusedAttribute({ what, name, type }: AttributeFault): AwsError {
  const sentences = {
    name: `Invalid message attribute name '${name}'. Can only include alphanumeric characters, hyphens, underscores, or dots.`,
    type: `The message attribute '${name}' has an invalid message attribute type, the set of supported type prefixes is Binary, Number, and String.`,
    value: `The message attribute '${name}' must contain non-empty message attribute value for message attribute type '${type}'.`,
    number: `Could not cast message attribute '${name}' value to number.`,
  };
  return new AwsError('ParameterValueInvalid', sentences[what]);
}
