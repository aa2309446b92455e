import type { MessageAttribute } from './service.ts';

/** A message that a poller holds for the queue's visibility timeout. */
export interface LeasedMessage {
  readonly messageId: string;
  readonly receiptHandle: string;
  readonly body: string;
  readonly md5OfBody: string;
  /** System attributes as ReceiveMessage gives them with `All`: ApproximateReceiveCount, SentTimestamp, AWSTraceHeader… */
  readonly attributes: Readonly<Record<string, string>>;
  readonly messageAttributes: Readonly<Record<string, MessageAttribute>>;
}

/** What a poller asks of a queue. */
export interface QueuePoll {
  readonly queueArn: string;
  /** Most messages to lease; may be above the ten of ReceiveMessage. */
  readonly max: number;
  /** The poller, e.g. an event source mapping's id: what a dead process had leased to pollers is visible at once. */
  readonly owner: string;
}

/**
 * A standard queue as the sandbox's own pollers see it (event source mappings, pipes), without the wire. A poller
 * that fails a message does nothing: the message comes back after its visibility timeout, as on AWS.
 */
export interface QueueSource {
  /** Inside a transaction: leases visible messages, as ReceiveMessage does (receive count, redrive). Throws where the queue is unknown. */
  poll(poll: QueuePoll): readonly LeasedMessage[];
  /** Inside a transaction: deletes handled messages; stale handles are passed over. */
  remove(queueArn: string, receiptHandles: readonly string[]): void;
  /** Inside a transaction: makes messages visible at once that were leased and never handed out (the poller stops). */
  giveBack(queueArn: string, receiptHandles: readonly string[]): void;
  /** Calls `listener` after each commit that made a message available at once; returns the way to stop listening. */
  onMessage(queueArn: string, listener: () => void): () => void;
  /** Epoch ms at which the next hidden or delayed message becomes visible (past: one is visible now); undefined when there is none. */
  nextVisibleAt(queueArn: string): number | undefined;
}
