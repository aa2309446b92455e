import type { Ground } from '../kernel/ground.ts';
import type { Arrivals } from './arrivals.ts';
import { reorderWindow, shuffled } from './disorder.ts';
import type { Disorder } from './disorder.ts';
import { leasedMessage } from './message.ts';
import type { LeasedMessage, MessageRow } from './message.ts';
import type { Queue, QueueStore } from './queue-store.ts';
import { receiptHandleOf } from './receipt-handle.ts';
import { allowsSource } from './redrive-policy.ts';

/** What a receiver asks for. */
export interface ReceiveRequest {
  readonly max: number;
  /** Milliseconds; the queue's own visibility timeout where undefined. */
  readonly visibilityTimeout?: number | undefined;
  /** Marks leases that this process holds for a function. */
  readonly owner?: 'poller';
}

export interface ReceiverDependencies {
  readonly ground: Ground;
  readonly queues: QueueStore;
  readonly arrivals: Arrivals;
  readonly disorder: Disorder;
}

/** Hands messages out. Changes only inside a write. */
export class Receiver {
  readonly #deps: ReceiverDependencies;

  constructor(dependencies: ReceiverDependencies) {
    this.#deps = dependencies;
  }

  /**
   * Leases up to `max` visible messages. A message that was received `maxReceiveCount` times moves to the dead-letter
   * queue instead, in the same transaction, and so is never in both queues or in none.
   */
  take(queue: Queue, request: ReceiveRequest): readonly LeasedMessage[] {
    this.#forgetExpired(queue);
    const deadLetterQueue = this.#deadLetterQueueOf(queue);
    const limit = queue.settings.redrive?.maxReceiveCount ?? Infinity;
    let rows = this.#visible(queue, request.max);
    if (deadLetterQueue !== undefined) {
      while (rows.some((row) => row.receivesHere >= limit)) {
        for (const row of rows) if (row.receivesHere >= limit) this.#move(row, queue, deadLetterQueue);
        rows = this.#visible(queue, request.max);
      }
    }
    const leased = rows.map((row) => this.#lease(row, queue, request));
    if (leased.length > 0) this.#deps.arrivals.postpone(queue.name);
    return leased;
  }

  /** Whether a receive would find something now. */
  hasVisible(queue: Queue): boolean {
    const { store, clock } = this.#deps.ground;
    const select = 'SELECT 1 FROM sqs_message WHERE queueId = ? AND visibleAt <= ? LIMIT 1';
    return store.get(select, queue.id, clock.now()) !== undefined;
  }

  /** Makes every lease of a poller visible again: at start they belong to dead ones. Returns how many. */
  releasePollers(): number {
    const { store, clock } = this.#deps.ground;
    const held = store.all<{ name: string }>(
      'SELECT DISTINCT name FROM sqs_message JOIN sqs_queue ON sqs_queue.id = queueId WHERE owner IS NOT NULL',
    );
    const change = 'UPDATE sqs_message SET visibleAt = ?, owner = NULL WHERE owner IS NOT NULL';
    const { changes } = store.run(change, clock.now());
    for (const { name } of held) this.#deps.arrivals.announce(name);
    return changes;
  }

  #visible(queue: Queue, limit: number): MessageRow[] {
    const { ground, disorder } = this.#deps;
    const isShuffled = disorder.reorder === true;
    const rows = ground.store.all<MessageRow>(
      'SELECT * FROM sqs_message WHERE queueId = ? AND visibleAt <= ? ORDER BY visibleAt, sentAt, id LIMIT ?',
      ...[queue.id, ground.clock.now(), isShuffled ? Math.max(reorderWindow, limit) : limit],
    );
    return isShuffled ? shuffled(rows, ground.random).slice(0, limit) : rows;
  }

  #forgetExpired(queue: Queue): void {
    const { store, clock } = this.#deps.ground;
    const oldest = clock.now() - queue.settings.retention;
    store.run('DELETE FROM sqs_message WHERE queueId = ? AND sentAt <= ?', queue.id, oldest);
  }

  /** As long as the target is missing or forbids it, a spent message stays where it is. */
  #deadLetterQueueOf(queue: Queue): Queue | undefined {
    const { redrive } = queue.settings;
    const target = redrive === undefined ? undefined : this.#deps.queues.byArn(redrive.deadLetterTargetArn);
    return target !== undefined && allowsSource(target.settings.redriveAllow, queue.arn) ? target : undefined;
  }

  #move(row: MessageRow, source: Queue, target: Queue): void {
    const { ground, arrivals } = this.#deps;
    const now = ground.clock.now();
    ground.store.run(
      `UPDATE sqs_message SET queueId = ?, deadLetterSource = ?, arrivedAt = ?, visibleAt = ?, receivesHere = 0,
         lease = NULL, owner = NULL WHERE id = ?`,
      ...[target.id, source.arn, now, now, row.id],
    );
    arrivals.announce(target.name);
  }

  #lease(row: MessageRow, queue: Queue, { visibilityTimeout, owner }: ReceiveRequest): LeasedMessage {
    const { store, clock, random } = this.#deps.ground;
    const token = random.hex(16);
    const now = clock.now();
    store.run(
      `UPDATE sqs_message SET visibleAt = ?, lease = ?, owner = ?, receiveCount = receiveCount + 1,
         receivesHere = receivesHere + 1, receivedAt = ?, firstReceivedAt = COALESCE(firstReceivedAt, ?) WHERE id = ?`,
      ...[
        now + (visibilityTimeout ?? queue.settings.visibilityTimeout),
        token,
        owner ?? null,
        now,
        now,
        row.id,
      ],
    );
    return leasedMessage(row, receiptHandleOf({ messageRow: row.id, token }), now);
  }
}
