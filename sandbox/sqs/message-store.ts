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

  /** Those that a receive would find, the longest visible first. */
  visible(queue: Queue, limit: number): MessageRow[] {
    return this.#ground.store.all<MessageRow>(
      'SELECT * FROM sqs_message WHERE queueId = ? AND visibleAt <= ? ORDER BY visibleAt, sentAt, id LIMIT ?',
      queue.id,
      this.#ground.clock.now(),
      limit,
    );
  }

  /** Deletes by the newest handle; an older one, or a message that is gone, changes nothing. */
  remove(queue: Queue, receiptHandle: string): void {
    const { messageRow, token } = leaseOf(receiptHandle);
    const change = 'DELETE FROM sqs_message WHERE id = ? AND queueId = ? AND lease = ?';
    this.#ground.store.run(change, messageRow, queue.id, token);
  }

  /**
   * Hides the message for `timeout` milliseconds from now; 0 makes it visible. Throws InvalidParameterValue, as AWS does
   * also for a lease that ran out: whoever comes next may have the message.
   */
  changeVisibility(queue: Queue, receiptHandle: string, timeout: number): void {
    const { store, clock } = this.#ground;
    const row = this.#leasedRow(queue, receiptHandle);
    if (row === undefined || row.visibleAt <= clock.now()) {
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

  /** To the dead-letter queue, with its id, send time and count. */
  bury({ id }: MessageRow, source: Queue, target: Queue): void {
    this.#ground.store.run(
      `UPDATE sqs_message SET queueId = ?1, deadLetterSource = ?2, arrivedAt = ?3, visibleAt = ?3, receivesHere = 0,
         lease = NULL, owner = NULL WHERE id = ?4`,
      target.id,
      source.arn,
      this.#ground.clock.now(),
      id,
    );
    this.#arrivals.announce(target.name);
  }

  /** Out of a dead-letter queue. AWS: a redriven message is a new one, with an id and a retention of its own. */
  redrive({ id }: MessageRow, target: Queue): void {
    const { store, clock, random } = this.#ground;
    store.run(
      `UPDATE sqs_message SET queueId = ?1, messageId = ?2, sentAt = ?3, arrivedAt = ?3, visibleAt = ?3,
         firstReceivedAt = NULL, receivedAt = NULL, receiveCount = 0, receivesHere = 0, lease = NULL,
         deadLetterSource = NULL WHERE id = ?4`,
      target.id,
      random.uuid(),
      clock.now(),
      id,
    );
    this.#arrivals.announce(target.name);
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
      queue.id,
      now,
      now - queue.settings.retention,
    );
    return counted ?? { visible: 0, inFlight: 0, delayed: 0 };
  }

  /** Milliseconds since the oldest message came to the queue; 0 where it is empty. */
  oldestAge(queue: Queue): number {
    const now = this.#ground.clock.now();
    const oldest = this.#ground.store.get<{ arrivedAt: number }>(
      'SELECT arrivedAt FROM sqs_message WHERE queueId = ? AND sentAt > ? ORDER BY sentAt LIMIT 1',
      queue.id,
      now - queue.settings.retention,
    );
    return oldest === undefined ? 0 : now - oldest.arrivedAt;
  }

  #insertRow(queue: Queue, message: OutgoingMessage & { messageId: string; visibleAt: number }): void {
    this.#ground.store.run(
      `INSERT INTO sqs_message (queueId, messageId, body, attributes, senderId, traceHeader, sentAt, arrivedAt,
         visibleAt) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?7, ?8)`,
      queue.id,
      message.messageId,
      message.body,
      message.attributes === undefined ? null : JSON.stringify(message.attributes),
      message.senderId,
      message.traceHeader ?? null,
      this.#ground.clock.now(),
      message.visibleAt,
    );
  }

  #leasedRow(queue: Queue, receiptHandle: string): MessageRow | undefined {
    const { messageRow, token } = leaseOf(receiptHandle);
    const select = 'SELECT * FROM sqs_message WHERE id = ? AND queueId = ? AND lease = ?';
    return this.#ground.store.get<MessageRow>(select, messageRow, queue.id, token);
  }
}
