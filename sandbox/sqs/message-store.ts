import type { Ground } from '../kernel/ground.ts';
import type { Arrivals } from './arrivals.ts';
import { duplicateDelay } from './disorder.ts';
import type { Disorder } from './disorder.ts';
import { invalidValue } from './errors.ts';
import type { MessageRow, OutgoingMessage } from './message.ts';
import type { Queue } from './queue-store.ts';
import { leaseOf } from './receipt-handle.ts';

/** How many messages a queue holds, by what a receive would do with them now. */
export interface MessageCounts {
  readonly visible: number;
  readonly inFlight: number;
  readonly delayed: number;
}

/** A message may stay hidden this long after its receive, all extensions included. */
const longestLease = 43_200_000;

/** The messages of all queues, but for handing them out (receiver.ts). Changes only inside a write. */
export class MessageStore {
  readonly #ground: Ground;
  readonly #arrivals: Arrivals;
  readonly #disorder: Disorder;

  constructor(ground: Ground, arrivals: Arrivals, disorder: Disorder) {
    this.#ground = ground;
    this.#arrivals = arrivals;
    this.#disorder = disorder;
  }

  /** Stores a message; returns its MessageId. */
  insert(queue: Queue, message: OutgoingMessage): string {
    const { clock, random } = this.#ground;
    const messageId = random.uuid();
    const visibleAt = clock.now() + (message.delay ?? queue.settings.delay);
    this.#insertRow(queue, { ...message, messageId, visibleAt });
    const later = duplicateDelay(this.#disorder, random);
    if (later !== undefined) this.#insertRow(queue, { ...message, messageId, visibleAt: visibleAt + later });
    this.#arrivals.announce(queue.name);
    return messageId;
  }

  /** Deletes by the newest handle; an older one, or a message that is gone, changes nothing. */
  remove(queue: Queue, receiptHandle: string): void {
    const { messageRow, token } = leaseOf(receiptHandle);
    const change = 'DELETE FROM sqs_message WHERE id = ? AND queueId = ? AND lease = ?';
    this.#ground.store.run(change, messageRow, queue.id, token);
  }

  /** Hides the message for `timeout` milliseconds from now; 0 makes it visible. Throws InvalidParameterValue. */
  changeVisibility(queue: Queue, receiptHandle: string, timeout: number): void {
    const { store, clock } = this.#ground;
    const row = this.#leasedRow(queue, receiptHandle);
    if (row === undefined) {
      const reason = 'Message does not exist or is not available for visibility timeout change.';
      throw invalidValue('ReceiptHandle', receiptHandle, reason);
    }
    if (clock.now() + timeout - (row.receivedAt ?? clock.now()) > longestLease) {
      const reason = 'Total VisibilityTimeout for the message is beyond the limit [43200 seconds].';
      throw invalidValue('VisibilityTimeout', timeout / 1_000, reason);
    }
    store.run('UPDATE sqs_message SET visibleAt = ? WHERE id = ?', clock.now() + timeout, row.id);
    if (timeout === 0) this.#arrivals.announce(queue.name);
    else this.#arrivals.postpone(queue.name);
  }

  /** Makes a leased message visible again; the receive stays counted. A stale handle changes nothing. */
  giveBack(queue: Queue, receiptHandle: string): void {
    const { store, clock } = this.#ground;
    const row = this.#leasedRow(queue, receiptHandle);
    if (row === undefined) return;
    store.run('UPDATE sqs_message SET visibleAt = ?, owner = NULL WHERE id = ?', clock.now(), row.id);
    this.#arrivals.announce(queue.name);
  }

  purge(queue: Queue): void {
    this.#ground.store.run('DELETE FROM sqs_message WHERE queueId = ?', queue.id);
  }

  /** Computed from the rows at once: expired timeouts and retention count without anybody receiving. */
  counts(queue: Queue): MessageCounts {
    const now = this.#ground.clock.now();
    const counted = this.#ground.store.get<MessageCounts>(
      `SELECT
         (SELECT COUNT(*) FROM sqs_message WHERE queueId = ?1 AND visibleAt <= ?2 AND sentAt > ?3) AS visible,
         COUNT(lease) AS inFlight, COUNT(*) - COUNT(lease) AS delayed
       FROM sqs_message WHERE queueId = ?1 AND visibleAt > ?2 AND sentAt > ?3`,
      ...[queue.id, now, now - queue.settings.retention],
    );
    return counted ?? { visible: 0, inFlight: 0, delayed: 0 };
  }

  /** Milliseconds since the oldest message came to the queue; 0 where it is empty. */
  oldestAge(queue: Queue): number {
    const now = this.#ground.clock.now();
    const oldest = this.#ground.store.get<{ arrivedAt: number }>(
      'SELECT arrivedAt FROM sqs_message WHERE queueId = ? AND sentAt > ? ORDER BY sentAt LIMIT 1',
      ...[queue.id, now - queue.settings.retention],
    );
    return oldest === undefined ? 0 : now - oldest.arrivedAt;
  }

  #insertRow(queue: Queue, message: OutgoingMessage & { messageId: string; visibleAt: number }): void {
    const { messageId, body, attributes, senderId, groupId, traceHeader, visibleAt } = message;
    const now = this.#ground.clock.now();
    this.#ground.store.run(
      `INSERT INTO sqs_message (queueId, messageId, body, attributes, senderId, groupId, traceHeader, sentAt, arrivedAt,
         visibleAt) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      ...[queue.id, messageId, body, attributes === undefined ? null : JSON.stringify(attributes), senderId],
      ...[groupId ?? null, traceHeader ?? null, now, now, visibleAt],
    );
  }

  #leasedRow(queue: Queue, receiptHandle: string): MessageRow | undefined {
    const { messageRow, token } = leaseOf(receiptHandle);
    const select = 'SELECT * FROM sqs_message WHERE id = ? AND queueId = ? AND lease = ?';
    return this.#ground.store.get<MessageRow>(select, messageRow, queue.id, token);
  }
}
