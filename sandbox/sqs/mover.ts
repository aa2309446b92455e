import type { Ground } from '../kernel/ground.ts';
import { createPump } from '../kernel/pump.ts';
import type { Pump, PumpNext } from '../kernel/pump.ts';
import type { Arrivals } from './arrivals.ts';
import type { MoveTask, MoveTaskStore } from './move-task-store.ts';
import type { Queue, QueueStore } from './queue-store.ts';

/** So many messages move in one transaction where the task has no speed limit. */
const batchSize = 200;

export interface MoverDependencies {
  readonly ground: Ground;
  readonly queues: QueueStore;
  readonly moveTasks: MoveTaskStore;
  readonly arrivals: Arrivals;
}

/** The loop that carries move tasks out; progress is stored with the moves, so it goes on after a crash. */
export function createMover({ ground, queues, moveTasks, arrivals }: MoverDependencies): Pump {
  const { store, clock, random } = ground;

  const candidates = (source: Queue, limit: number): { id: number; deadLetterSource: string | null }[] =>
    store.all(
      `SELECT id, deadLetterSource FROM sqs_message WHERE queueId = ? AND visibleAt <= ?
       ORDER BY visibleAt, sentAt, id LIMIT ?`,
      ...[source.id, clock.now(), limit],
    );
  // AWS: a redriven message is a new one, with an id and a retention of its own.
  const move = (id: number, target: Queue): void => {
    store.run(
      `UPDATE sqs_message SET queueId = ?, messageId = ?, sentAt = ?, arrivedAt = ?, visibleAt = ?,
         firstReceivedAt = NULL, receivedAt = NULL, receiveCount = 0, receivesHere = 0, lease = NULL,
         deadLetterSource = NULL WHERE id = ?`,
      ...[target.id, random.uuid(), clock.now(), clock.now(), clock.now(), id],
    );
    arrivals.announce(target.name);
  };
  const step = (task: MoveTask): void => {
    const source = queues.byArn(task.sourceArn);
    const messages = source === undefined ? [] : candidates(source, task.perSecond ?? batchSize);
    let moved = 0;
    for (const message of messages) {
      const targetArn = task.destinationArn ?? message.deadLetterSource;
      const target = targetArn === null ? undefined : queues.byArn(targetArn);
      if (target === undefined) {
        const reason =
          targetArn === null ? 'CouldNotDetermineMessageSource' : 'AWS.SimpleQueueService.NonExistentQueue';
        moveTasks.progress(task, moved, clock.now());
        moveTasks.end(task, 'FAILED', reason);
        return;
      }
      move(message.id, target);
      moved += 1;
    }
    moveTasks.progress(task, moved, clock.now() + (task.perSecond === null ? 0 : 1_000));
    if (messages.length === 0) moveTasks.end(task, 'COMPLETED');
  };
  const turn = async (): Promise<PumpNext> => {
    const tasks = moveTasks.running();
    const due = tasks.filter((task) => task.nextAt <= clock.now());
    for (const { taskId } of due) {
      await store.write(() => {
        const task = moveTasks.find(taskId);
        if (task?.status === 'RUNNING') step(task);
      });
    }
    if (due.length > 0) return 'again';
    return tasks.length === 0 ? 'idle' : { at: Math.min(...tasks.map((task) => task.nextAt)) };
  };

  return createPump({
    clock,
    turn,
    onFault: (thrown) => {
      ground.report('sqs move tasks', thrown);
    },
  });
}
