import * as z from 'zod';
import { AwsError } from '../kernel/errors.ts';
import { isObject, parseJson } from '../kernel/json.ts';
import { checkAttributes, messageAttributesInput, sizeOfAttributes } from '../kernel/message-attributes.ts';
import type { AttributeFault, MessageAttributes } from '../kernel/message-attributes.ts';
import { invalidParameter, unsupported } from './errors.ts';
import type { SnsInput } from './sns-operation.ts';

/** A message on its way to the subscribers of a topic. */
export interface TopicMessage {
  readonly messageId: string;
  readonly subject: string | undefined;
  /** The text for a protocol; every protocol has one. */
  readonly bodyFor: (protocol: string) => string;
  readonly attributes: MessageAttributes;
  readonly traceHeader: string | undefined;
}

/** The members that Publish and the entries of PublishBatch share. */
export const messageMembers = {
  Message: z.string(),
  Subject: z.string().optional(),
  MessageStructure: z.string().optional(),
  MessageAttributes: messageAttributesInput.default({}),
  MessageGroupId: z.string().optional(),
  MessageDeduplicationId: z.string().optional(),
};

/** What a publisher says. */
export type MessageInput = SnsInput<typeof messageMembers>;

/** Bytes of body and attributes together. */
export const largestMessage = 262_144;
const longestSubject = 100;

/** Checks a message as SNS does. Throws AwsError. */
export function checkMessage(
  input: MessageInput,
  { messageId, traceHeader }: Pick<TopicMessage, 'messageId' | 'traceHeader'>,
): TopicMessage {
  const { Message: message, Subject: subject, MessageStructure: structure } = input;
  if (input.MessageGroupId !== undefined) throw unsupported('MessageGroupId');
  if (input.MessageDeduplicationId !== undefined) throw unsupported('MessageDeduplicationId');
  if (message === '') throw invalidParameter('Empty message');
  if (sizeOf(input) > largestMessage) throw invalidParameter('Message too long');
  if (subject !== undefined && !isSubject(subject)) throw invalidParameter('Subject');
  if (structure !== undefined && structure !== 'json') throw invalidParameter('MessageStructure');
  return {
    messageId,
    traceHeader,
    subject,
    bodyFor: structure === 'json' ? bodiesOf(message) : () => message,
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

/** MessageStructure json: a text per protocol, `default` for the others. */
function bodiesOf(message: string): TopicMessage['bodyFor'] {
  const bodies = parseJson(message);
  if (!isObject(bodies)) throw invalidParameter('Message Structure - JSON message body failed to parse');
  const { default: fallback } = bodies;
  if (typeof fallback !== 'string') {
    throw invalidParameter('Message Structure - No default entry in JSON message body');
  }
  return (protocol) => {
    const body = bodies[protocol];
    return typeof body === 'string' ? body : fallback;
  };
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
