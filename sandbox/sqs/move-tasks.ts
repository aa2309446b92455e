import { createRoomPump } from '../kernel/pump.ts';
import type { Pump, PumpNext } from '../kernel/pump.ts';
import type { SqsParts } from './parts.ts';

/** A redrive of a dead-letter queue, as its row. Instants in epoch milliseconds. */
export interface MoveTask {
  readonly handle: string;
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
export type NewMoveTask = Pick<MoveTask, 'sourceArn' | 'destinationArn' | 'perSecond' | 'toMove'>;

/** So many messages move in one transaction where the task has no speed limit. */
const batchSize = 200;

/** The move tasks. Changes only inside a write. */
export class MoveTasks {
  /** Carries the tasks out; progress is stored with the moves, so it goes on after a crash. */
  readonly pump: Pump;
  readonly #parts: SqsParts;

  constructor(parts: SqsParts) {
    this.#parts = parts;
    this.pump = createRoomPump(parts.ground, 'sqs move tasks', () => this.#turn());
  }

  /** Returns the task's handle. */
  start({ sourceArn, destinationArn, perSecond, toMove }: NewMoveTask): string {
    const { store, clock, random } = this.#parts.ground;
    const handle = Buffer.from(`${random.uuid()} ${sourceArn}`).toString('base64');
    store.run(
      `INSERT INTO sqs_move_task (handle, sourceArn, destinationArn, perSecond, status, startedAt, nextAt, toMove)
       VALUES (?1, ?2, ?3, ?4, 'RUNNING', ?5, ?5, ?6)`,
      handle,
      sourceArn,
      destinationArn,
      perSecond,
      clock.now(),
      toMove,
    );
    store.afterCommit(this.pump.wake);
    return handle;
  }

  find(handle: string): MoveTask | undefined {
    const { store } = this.#parts.ground;
    return store.get<MoveTask>('SELECT * FROM sqs_move_task WHERE handle = ?', handle);
  }

  /** Newest first. */
  bySource(sourceArn: string, limit: number): readonly MoveTask[] {
    const select = 'SELECT * FROM sqs_move_task WHERE sourceArn = ? ORDER BY id DESC LIMIT ?';
    return this.#parts.ground.store.all<MoveTask>(select, sourceArn, limit);
  }

  running(): readonly MoveTask[] {
    const { store } = this.#parts.ground;
    return store.all<MoveTask>("SELECT * FROM sqs_move_task WHERE status = 'RUNNING' ORDER BY id");
  }

  end({ handle }: MoveTask, status: MoveTask['status'], failureReason: string | null = null): void {
    const change = 'UPDATE sqs_move_task SET status = ?, failureReason = ? WHERE handle = ?';
    this.#parts.ground.store.run(change, status, failureReason, handle);
  }

  async #turn(): Promise<PumpNext> {
    const { clock, store } = this.#parts.ground;
    const tasks = this.running();
    if (tasks.length === 0) return 'idle';
    const next = Math.min(...tasks.map(({ nextAt }) => nextAt));
    if (next > clock.now()) return { at: next };
    await store.write(() => {
      for (const task of this.running()) if (task.nextAt <= clock.now()) this.#step(task);
    });
    return 'again';
  }

  #step(task: MoveTask): void {
    const { ground, queues, messages } = this.#parts;
    const source = queues.byArn(task.sourceArn);
    const rows = source === undefined ? [] : messages.visible(source, task.perSecond ?? batchSize);
    if (rows.length === 0) this.end(task, 'COMPLETED');
    let moved = 0;
    for (const row of rows) {
      const targetArn = task.destinationArn ?? row.deadLetterSource;
      const target = targetArn === null ? undefined : queues.byArn(targetArn);
      if (target === undefined) {
        const unknown =
          targetArn === null ? 'CouldNotDetermineMessageSource' : 'AWS.SimpleQueueService.NonExistentQueue';
        this.end(task, 'FAILED', unknown);
        break;
      }
      messages.redrive(row, target);
      moved += 1;
    }
    const nextAt = ground.clock.now() + (task.perSecond === null ? 0 : 1_000);
    const change = 'UPDATE sqs_move_task SET moved = moved + ?, nextAt = ? WHERE handle = ?';
    ground.store.run(change, moved, nextAt, task.handle);
  }
}
