import type { MessageAttribute } from './service.ts';

/** A message that a poller holds for the queue's visibility timeout. Instants in epoch milliseconds. */
export interface PolledMessage {
  readonly messageId: string;
  /** Good for this delivery only. */
  readonly receiptHandle: string;
  readonly body: string;
  readonly attributes: Readonly<Record<string, MessageAttribute>> | undefined;
  readonly senderId: string;
  readonly traceHeader: string | null;
  /** ARN of the queue that gave it up, in a dead-letter queue. */
  readonly deadLetterSource: string | null;
  readonly sentAt: number;
  readonly firstReceivedAt: number;
  /** This delivery included. */
  readonly receiveCount: number;
}

/**
 * Standard queues as the sandbox's own pollers see them (event source mappings), without the wire. A poller that fails
 * a message does nothing: the message comes back after its visibility timeout, as on AWS. What a dead process had
 * leased here is visible at once.
 */
export interface QueueSource {
  /** Inside a transaction: leases visible messages, as ReceiveMessage does (receive count, redrive). Throws where the queue is unknown. */
  poll(queueArn: string, request: { readonly max: number }): readonly PolledMessage[];
  /** Whether a poll would find something now. */
  hasVisible(queueArn: string): boolean;
  /** Inside a transaction: deletes handled messages; stale handles are passed over. */
  remove(queueArn: string, receiptHandles: readonly string[]): void;
  /** Inside a transaction: makes messages visible at once that the poller will not handle. */
  giveBack(queueArn: string, receiptHandles: readonly string[]): void;
  /** Calls `listener` after each commit, and at each end of a delay or timeout, that may have made a message visible. */
  onMessage(queueArn: string, listener: () => void): () => void;
}
