import type { PolledMessage } from '../kernel/queue-source.ts';
import { reorderWindow, shuffled } from './disorder.ts';
import { leasedMessage } from './message.ts';
import type { MessageRow } from './message.ts';
import type { Queue } from './queue-store.ts';
import { receiptHandleOf } from './receipt-handle.ts';
import { allowsSource } from './redrive-policy.ts';
import type { SqsParts } from './parts.ts';

/** What a receiver asks for. */
export interface ReceiveRequest {
  readonly max: number;
  /** Milliseconds; the queue's own visibility timeout where undefined. */
  readonly visibilityTimeout?: number | undefined;
  /** Marks leases that this process holds for a function. */
  readonly owner?: 'poller';
}

/** How the messages of one receive are held; instants in epoch milliseconds. */
interface LeaseTerms {
  readonly now: number;
  readonly until: number;
  readonly owner: 'poller' | null;
}

/** Hands messages out. Changes only inside a write. */
export class Receiver {
  readonly #parts: SqsParts;

  constructor(parts: SqsParts) {
    this.#parts = parts;
  }

  /**
   * Leases up to `max` visible messages. A message that was received `maxReceiveCount` times moves to the dead-letter
   * queue instead, in the same transaction, and so is never in both queues or in none.
   */
  take(queue: Queue, request: ReceiveRequest): readonly PolledMessage[] {
    const { ground, messages, arrivals } = this.#parts;
    const now = ground.clock.now();
    const oldest = now - queue.settings.retention;
    ground.store.run('DELETE FROM sqs_message WHERE queueId = ? AND sentAt <= ?', queue.id, oldest);
    const deadLetterQueue = this.#deadLetterQueueOf(queue);
    const limit = queue.settings.redrive?.maxReceiveCount ?? Infinity;
    let rows = this.#visible(queue, request.max);
    if (deadLetterQueue !== undefined) {
      while (rows.some((row) => row.receivesHere >= limit)) {
        for (const row of rows) if (row.receivesHere >= limit) messages.bury(row, queue, deadLetterQueue);
        rows = this.#visible(queue, request.max);
      }
    }
    // Of one receive all come back at the same time.
    const until = now + (request.visibilityTimeout ?? queue.settings.visibilityTimeout);
    const leased = rows.map((row) => this.#lease(row, { now, until, owner: request.owner ?? null }));
    if (leased.length > 0) arrivals.postpone(queue.name);
    return leased;
  }

  /** Makes every lease of a poller visible again: at start they belong to dead ones. */
  releasePollers(): void {
    const { store, clock } = this.#parts.ground;
    const held = store.all<{ name: string }>(
      'SELECT DISTINCT name FROM sqs_message JOIN sqs_queue ON sqs_queue.id = queueId WHERE owner IS NOT NULL',
    );
    store.run('UPDATE sqs_message SET visibleAt = ?, owner = NULL WHERE owner IS NOT NULL', clock.now());
    for (const { name } of held) this.#parts.arrivals.announce(name);
  }

  #visible(queue: Queue, limit: number): MessageRow[] {
    const { ground, messages, disorder } = this.#parts;
    if (disorder.reorder !== true) return messages.visible(queue, limit);
    return shuffled(messages.visible(queue, Math.max(reorderWindow, limit)), ground.random).slice(0, limit);
  }

  /** As long as the target is missing or forbids it, a spent message stays where it is. */
  #deadLetterQueueOf(queue: Queue): Queue | undefined {
    const { redrive } = queue.settings;
    const target = redrive === undefined ? undefined : this.#parts.queues.byArn(redrive.deadLetterTargetArn);
    return target !== undefined && allowsSource(target.settings.redriveAllow, queue.arn) ? target : undefined;
  }

  #lease(row: MessageRow, { now, until, owner }: LeaseTerms): PolledMessage {
    const { store, random } = this.#parts.ground;
    const token = random.hex(16);
    store.run(
      `UPDATE sqs_message SET visibleAt = ?1, lease = ?2, owner = ?3, receiveCount = receiveCount + 1,
         receivesHere = receivesHere + 1, receivedAt = ?4, firstReceivedAt = COALESCE(firstReceivedAt, ?4) WHERE id = ?5`,
      until,
      token,
      owner,
      now,
      row.id,
    );
    return leasedMessage(row, receiptHandleOf({ messageRow: row.id, token }), now);
  }
}
