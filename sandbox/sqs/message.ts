import { parseJson } from '../kernel/json.ts';
import type { MessageAttributes } from '../kernel/message-attributes.ts';
import type { PolledMessage } from '../kernel/queue-source.ts';

/** A message on its way into a queue. */
export interface OutgoingMessage {
  readonly body: string;
  readonly attributes: MessageAttributes | undefined;
  readonly senderId: string;
  readonly traceHeader: string | undefined;
  /** Milliseconds before it can be received; the queue's own delay where undefined. */
  readonly delay?: number | undefined;
}

/** A message as a row; see schema.ts. */
export type MessageRow = Omit<PolledMessage, 'attributes' | 'receiptHandle' | 'firstReceivedAt'> & {
  readonly id: number;
  readonly queueId: number;
  readonly attributes: string | null;
  readonly firstReceivedAt: number | null;
  readonly receivedAt: number | null;
  readonly visibleAt: number;
  readonly receivesHere: number;
};

/** The delivery that a row becomes when it is leased at `now`. */
export function leasedMessage(row: MessageRow, receiptHandle: string, now: number): PolledMessage {
  return {
    ...row,
    receiptHandle,
    // Written by the message store, which takes exactly this type.
    attributes:
      row.attributes === null ? undefined : (parseJson(row.attributes) as unknown as MessageAttributes),
    firstReceivedAt: row.firstReceivedAt ?? now,
    receiveCount: row.receiveCount + 1,
  };
}
