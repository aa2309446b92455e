import * as z from 'zod';
import { AwsError } from '../kernel/errors.ts';
import { invalidParameter, invalidValue, noSuchResource } from './errors.ts';
import type { MoveTask, NewMoveTask } from './move-tasks.ts';
import type { Queue } from './queue-store.ts';
import type { SqsRoom } from './room.ts';
import { sqsOperation } from './sqs-operation.ts';

/** What the caller must be allowed to do with the source. */
const sourceActions = ['StartMessageMoveTask', 'ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes'];

/** Without a destination every message goes back to the queue that it came from. */
export const startMessageMoveTask = sqsOperation({
  name: 'StartMessageMoveTask',
  kind: 'write',
  members: {
    SourceArn: z.string(),
    DestinationArn: z.string().optional(),
    MaxNumberOfMessagesPerSecond: z.int().optional(),
  },
  permissions: ({ SourceArn, DestinationArn }) => [
    ...sourceActions.map((action) => ({ action: `sqs:${action}`, resource: SourceArn })),
    ...(DestinationArn === undefined ? [] : [{ action: 'sqs:SendMessage', resource: DestinationArn }]),
  ],
  run: (room, { SourceArn: sourceArn, DestinationArn = null, MaxNumberOfMessagesPerSecond = null }) => {
    const task = { sourceArn, destinationArn: DestinationArn, perSecond: MaxNumberOfMessagesPerSecond };
    const source = checkTask(room, task);
    const handle = room.moveTasks.start({ ...task, toMove: room.messages.counts(source).visible });
    return { TaskHandle: handle };
  },
});

/** The queue whose messages move. Throws AwsError for a task that SQS refuses. */
function checkTask({ queues, moveTasks }: SqsRoom, task: Omit<NewMoveTask, 'toMove'>): Queue {
  const { sourceArn, destinationArn, perSecond } = task;
  const source = queues.byArn(sourceArn);
  if (source === undefined) throw noSuchResource('SourceArn');
  if (!queues.list().some(({ settings }) => settings.redrive?.deadLetterTargetArn === sourceArn)) {
    throw invalidParameter('Source queue must be configured as a Dead Letter Queue.');
  }
  if (destinationArn !== null && queues.byArn(destinationArn) === undefined) {
    throw noSuchResource('DestinationArn');
  }
  if (destinationArn === sourceArn) {
    throw invalidParameter('Source queue arn and destination queue arn cannot be the same.');
  }
  if (perSecond !== null && (perSecond < 1 || perSecond > 500)) {
    throw invalidValue('MaxNumberOfMessagesPerSecond', perSecond, 'Must be between 1 and 500, if provided.');
  }
  if (moveTasks.running().some((running) => running.sourceArn === sourceArn)) {
    const message =
      'There is already a task running. Only one active task is allowed for a source queue arn at a given time.';
    throw invalidParameter(message);
  }
  return source;
}

/** The newest redrives of a queue. */
export const listMessageMoveTasks = sqsOperation({
  name: 'ListMessageMoveTasks',
  kind: 'read',
  members: { SourceArn: z.string(), MaxResults: z.int().min(1).max(10).default(1) },
  resources: ({ SourceArn }) => [SourceArn],
  run: ({ queues, moveTasks }, { SourceArn, MaxResults }) => {
    if (queues.byArn(SourceArn) === undefined) throw noSuchResource('SourceArn');
    return { Results: moveTasks.bySource(SourceArn, MaxResults).map(shown) };
  },
});

function shown(task: MoveTask): Readonly<Record<string, unknown>> {
  return {
    // Only a running task can be cancelled, so only a running task has a handle.
    TaskHandle: task.status === 'RUNNING' ? task.handle : undefined,
    Status: task.status,
    SourceArn: task.sourceArn,
    DestinationArn: task.destinationArn ?? undefined,
    MaxNumberOfMessagesPerSecond: task.perSecond ?? undefined,
    ApproximateNumberOfMessagesMoved: task.moved,
    ApproximateNumberOfMessagesToMove: task.toMove,
    FailureReason: task.failureReason ?? undefined,
    StartedTimestamp: task.startedAt,
  };
}

/** What moved already stays where it is. */
export const cancelMessageMoveTask = sqsOperation({
  name: 'CancelMessageMoveTask',
  kind: 'write',
  members: { TaskHandle: z.string() },
  resources: ({ TaskHandle }) => [sourceOf(TaskHandle)],
  run: ({ moveTasks }, { TaskHandle }) => {
    // A handle that is none is refused as such, also where nobody asked for permissions.
    sourceOf(TaskHandle);
    const task = moveTasks.find(TaskHandle);
    if (task?.status !== 'RUNNING') {
      throw new AwsError('ResourceNotFoundException', 'Task does not exist.', { status: 404 });
    }
    moveTasks.end(task, 'CANCELLED');
    return { ApproximateNumberOfMessagesMoved: task.moved };
  },
});

/** The queue that a handle names, whether or not its task exists: what a caller may do is asked of that queue. */
function sourceOf(handle: string): string {
  const [, arn] = /^\S+ (arn:\S+)$/.exec(Buffer.from(handle, 'base64').toString()) ?? [];
  if (arn === undefined) throw invalidParameter('Value for parameter TaskHandle is invalid.');
  return arn;
}
