import * as z from 'zod';
import { checkAttributes, messageAttributesInput, sizeOfAttributes } from '../kernel/message-attributes.ts';
import type { AttributeFault, MessageAttributes, RawAttributes } from '../kernel/message-attributes.ts';
import type { CallContext } from '../kernel/operation.ts';
import { parseArn } from '../kernel/place.ts';
import type { Members } from '../kernel/room-operation.ts';
import { invalidParameter, invalidValue, refusal } from './errors.ts';
import type { OutgoingMessage } from './message.ts';
import type { Queue } from './queue-store.ts';

/** The members that SendMessage and the entries of SendMessageBatch share. */
export const outgoingMembers = {
  MessageBody: z.string(),
  DelaySeconds: z.int().optional(),
  MessageAttributes: messageAttributesInput.optional(),
  MessageSystemAttributes: messageAttributesInput.optional(),
};

// The characters of XML 1.0, which SQS is bound to. A lone surrogate is none either.
const allowedBody = /^[\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]*$/u;

/** Checks a message against its queue, as SQS does. Throws AwsError. */
export function checkOutgoing(
  input: Members<typeof outgoingMembers>,
  queue: Queue,
  call: CallContext,
): OutgoingMessage {
  const { MessageBody: body, DelaySeconds: delay, MessageSystemAttributes: system = {} } = input;
  if (delay !== undefined && (delay < 0 || delay > 900)) {
    throw invalidValue('DelaySeconds', delay, 'DelaySeconds must be >= 0 and <= 900.');
  }
  if (body === '') throw invalidParameter('Message body must not be empty.');
  if (!allowedBody.test(body)) {
    const message =
      'Invalid characters found. Valid unicode characters are #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF.';
    throw refusal('InvalidMessageContents', message);
  }
  const unknown = Object.keys(system).find((name) => name !== 'AWSTraceHeader');
  if (unknown !== undefined) {
    throw invalidParameter(`Message (system) attribute '${unknown}' is invalid. Supported: AWSTraceHeader.`);
  }
  const message: OutgoingMessage = {
    body,
    attributes: checkedAttributes(input.MessageAttributes),
    senderId: senderIdOf(call.caller.principal),
    traceHeader: system['AWSTraceHeader']?.StringValue ?? call.traceHeader,
    delay: delay === undefined ? undefined : delay * 1_000,
  };
  checkSize(message, queue);
  return message;
}

const mostAttributes = 10;

/** Undefined where there are none. Throws AwsError. */
function checkedAttributes(raw: RawAttributes = {}): MessageAttributes | undefined {
  const count = Object.keys(raw).length;
  if (count > mostAttributes) {
    throw invalidParameter(`Number of message attributes [${count}] exceeds the allowed maximum [10].`);
  }
  return count === 0 ? undefined : checkAttributes(raw, refusedAttribute);
}

function refusedAttribute({ what, name, type }: AttributeFault): Error {
  if (what === 'number') {
    return invalidParameter(`Can't cast the value of message (user) attribute '${name}' to a number.`);
  }
  const problems = {
    name: 'has an invalid name: use A-Z, a-z, 0-9, underscore, hyphen and period.',
    type: /^(\.|$)/.test(type)
      ? 'must contain a non-empty attribute type.'
      : 'has an invalid type, the set of supported types are Binary, Number, and String.',
    value: `must contain a non-empty value of type '${type.startsWith('Binary') ? 'Binary' : 'String'}'.`,
  };
  return invalidParameter(`Message (user) attribute '${name}' ${problems[what]}`);
}

/** Throws AwsError where the message is longer than the queue takes. */
export function checkSize(
  message: OutgoingMessage,
  { settings: { maximumMessageSize: limit } }: Queue,
): void {
  if (sizeOf(message.body, message.attributes) <= limit) return;
  const reason = `One or more parameters are invalid. Reason: Message must be shorter than ${limit} bytes.`;
  throw invalidParameter(reason);
}

/** Bytes of body and attributes, which the size limits count. */
export function sizeOf(body: string, attributes?: RawAttributes | MessageAttributes): number {
  return Buffer.byteLength(body) + sizeOfAttributes(attributes);
}

/** SenderId: the account for its root user, the name for a role; AWS's opaque unique ids do not exist here. */
export function senderIdOf(principal: string): string {
  const { accountId, resource } = parseArn(principal) ?? { accountId: '', resource: principal };
  return resource === 'root' ? accountId : resource.slice(resource.lastIndexOf('/') + 1);
}
