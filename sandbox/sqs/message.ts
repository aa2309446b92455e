import { parseJson } from '../kernel/json.ts';
import type { MessageAttributes } from './md5.ts';

/** A message on its way into a queue. */
export interface OutgoingMessage {
  readonly body: string;
  readonly attributes: MessageAttributes | undefined;
  readonly senderId: string;
  readonly traceHeader: string | undefined;
  readonly groupId: string | undefined;
  /** Milliseconds before it can be received; the queue's own delay where undefined. */
  readonly delay: number | undefined;
}

/** A message that was handed out. Instants in epoch milliseconds. */
export interface LeasedMessage {
  readonly messageId: string;
  /** Good for this delivery only. */
  readonly receiptHandle: string;
  readonly body: string;
  readonly attributes: MessageAttributes | undefined;
  readonly senderId: string;
  readonly groupId: string | null;
  readonly traceHeader: string | null;
  /** ARN of the queue that gave it up, in a dead-letter queue. */
  readonly deadLetterSource: string | null;
  readonly sentAt: number;
  readonly firstReceivedAt: number;
  /** This delivery included. */
  readonly receiveCount: number;
}

/** A message as a row; see schema.ts. */
export type MessageRow = Omit<LeasedMessage, 'attributes' | 'receiptHandle' | 'firstReceivedAt'> & {
  readonly id: number;
  readonly queueId: number;
  readonly attributes: string | null;
  readonly firstReceivedAt: number | null;
  readonly receivedAt: number | null;
  readonly receivesHere: number;
  readonly lease: string | null;
};

/** The delivery that a row becomes when it is leased at `now`. */
export function leasedMessage(row: MessageRow, receiptHandle: string, now: number): LeasedMessage {
  return {
    ...row,
    receiptHandle,
    attributes: row.attributes === null ? undefined : attributesOf(row.attributes),
    firstReceivedAt: row.firstReceivedAt ?? now,
    receiveCount: row.receiveCount + 1,
  };
}

/** The system attributes of a delivery, by the names that receivers ask for. */
export function systemAttributes(message: LeasedMessage): Readonly<Record<string, string>> {
  return {
    SenderId: message.senderId,
    SentTimestamp: String(message.sentAt),
    ApproximateReceiveCount: String(message.receiveCount),
    ApproximateFirstReceiveTimestamp: String(message.firstReceivedAt),
    ...(message.groupId === null ? {} : { MessageGroupId: message.groupId }),
    ...(message.traceHeader === null ? {} : { AWSTraceHeader: message.traceHeader }),
    ...(message.deadLetterSource === null ? {} : { DeadLetterQueueSourceArn: message.deadLetterSource }),
  };
}

function attributesOf(json: string): MessageAttributes {
  // Written by the message store, which takes exactly this type.
  return (parseJson(json) ?? {}) as Readonly<Record<string, { DataType: string }>>;
}
