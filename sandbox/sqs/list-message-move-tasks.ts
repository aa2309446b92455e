import * as z from 'zod';
import { operation } from '../kernel/operation.ts';
import type { Operation } from '../kernel/operation.ts';
import { noSuchResource } from './errors.ts';
import { sqsInput } from './input.ts';
import type { MoveTask } from './move-tasks.ts';
import type { SqsRoom } from './room.ts';

const parse = sqsInput({ SourceArn: z.string(), MaxResults: z.int().min(1).max(10).default(1) });

/** ListMessageMoveTasks: the newest redrives of a queue. */
export function listMessageMoveTasks({ queues, moveTasks }: SqsRoom): Operation {
  return operation({
    name: 'ListMessageMoveTasks',
    kind: 'read',
    parse,
    permissions: ({ SourceArn }) => [{ action: 'sqs:ListMessageMoveTasks', resource: SourceArn }],
    run: ({ SourceArn, MaxResults }) => {
      if (queues.byArn(SourceArn) === undefined) throw noSuchResource('SourceArn');
      return { Results: moveTasks.bySource(SourceArn, MaxResults).map(shown) };
    },
  });
}

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
