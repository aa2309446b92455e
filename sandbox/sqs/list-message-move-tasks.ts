import * as z from 'zod';
import { operation } from '../kernel/operation.ts';
import type { Operation } from '../kernel/operation.ts';
import { invalidValue, resourceNotFound } from './errors.ts';
import { sqsInput, wireInteger } from './input.ts';
import type { MoveTask } from './move-task-store.ts';
import type { SqsRoom } from './room.ts';
import { taskHandleOf } from './task-handle.ts';

const mostResults = 10;

const parse = sqsInput({ SourceArn: z.string(), MaxResults: wireInteger.default(1) });

/** The newest redrives of a queue. */
export function listMessageMoveTasks({ queues, moveTasks }: SqsRoom): Operation {
  return operation({
    name: 'ListMessageMoveTasks',
    kind: 'read',
    parse,
    permissions: ({ SourceArn }) => [{ action: 'sqs:ListMessageMoveTasks', resource: SourceArn }],
    run: ({ SourceArn, MaxResults }) => {
      if (MaxResults < 1 || MaxResults > mostResults) {
        throw invalidValue('MaxResults', MaxResults, 'Must be between 1 and 10, if provided.');
      }
      if (queues.byArn(SourceArn) === undefined) {
        throw resourceNotFound("The resource that you specified for the SourceArn parameter doesn't exist.");
      }
      return { Results: moveTasks.bySource(SourceArn, MaxResults).map(shown) };
    },
  });
}

function shown(task: MoveTask): Readonly<Record<string, unknown>> {
  return {
    // Only a running task can be cancelled, so only a running task has a handle.
    ...(task.status === 'RUNNING' ? { TaskHandle: taskHandleOf(task) } : {}),
    Status: task.status,
    SourceArn: task.sourceArn,
    ...(task.destinationArn === null ? {} : { DestinationArn: task.destinationArn }),
    ...(task.perSecond === null ? {} : { MaxNumberOfMessagesPerSecond: task.perSecond }),
    ApproximateNumberOfMessagesMoved: task.moved,
    ApproximateNumberOfMessagesToMove: task.toMove,
    ...(task.failureReason === null ? {} : { FailureReason: task.failureReason }),
    StartedTimestamp: task.startedAt,
  };
}
