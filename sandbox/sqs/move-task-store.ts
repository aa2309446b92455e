import type { Ground } from '../kernel/ground.ts';

/** A redrive of a dead-letter queue, as its row. Instants in epoch milliseconds. */
export interface MoveTask {
  readonly taskId: string;
  readonly sourceArn: string;
  /** Null: every message goes back to the queue that it came from. */
  readonly destinationArn: string | null;
  readonly perSecond: number | null;
  /** AWS's CANCELLING does not occur: a cancel takes effect at once, between two moves. */
  readonly status: 'RUNNING' | 'COMPLETED' | 'CANCELLED' | 'FAILED';
  readonly failureReason: string | null;
  readonly startedAt: number;
  /** When the next messages may move. */
  readonly nextAt: number;
  readonly moved: number;
  readonly toMove: number;
}

/** What starts a task. */
export type NewMoveTask = Pick<MoveTask, 'taskId' | 'sourceArn' | 'destinationArn' | 'perSecond' | 'toMove'>;

/** The move tasks. Changes only inside a write. */
export class MoveTaskStore {
  readonly #ground: Ground;

  constructor(ground: Ground) {
    this.#ground = ground;
  }

  start({ taskId, sourceArn, destinationArn, perSecond, toMove }: NewMoveTask): void {
    const now = this.#ground.clock.now();
    this.#ground.store.run(
      `INSERT INTO sqs_move_task (taskId, sourceArn, destinationArn, perSecond, status, startedAt, nextAt, toMove)
       VALUES (?, ?, ?, ?, 'RUNNING', ?, ?, ?)`,
      ...[taskId, sourceArn, destinationArn, perSecond, now, now, toMove],
    );
  }

  find(taskId: string): MoveTask | undefined {
    return this.#ground.store.get<MoveTask>('SELECT * FROM sqs_move_task WHERE taskId = ?', taskId);
  }

  /** Newest first. */
  bySource(sourceArn: string, limit: number): readonly MoveTask[] {
    const select = 'SELECT * FROM sqs_move_task WHERE sourceArn = ? ORDER BY id DESC LIMIT ?';
    return this.#ground.store.all<MoveTask>(select, sourceArn, limit);
  }

  running(): readonly MoveTask[] {
    return this.#ground.store.all<MoveTask>(
      "SELECT * FROM sqs_move_task WHERE status = 'RUNNING' ORDER BY id",
    );
  }

  progress({ taskId }: MoveTask, moved: number, nextAt: number): void {
    const change = 'UPDATE sqs_move_task SET moved = moved + ?, nextAt = ? WHERE taskId = ?';
    this.#ground.store.run(change, moved, nextAt, taskId);
  }

  end({ taskId }: MoveTask, status: MoveTask['status'], failureReason: string | null = null): void {
    const change = 'UPDATE sqs_move_task SET status = ?, failureReason = ? WHERE taskId = ?';
    this.#ground.store.run(change, status, failureReason, taskId);
  }
}
