import * as z from 'zod';
import { operation } from '../kernel/operation.ts';
import type { Operation } from '../kernel/operation.ts';
import { resourceNotFound } from './errors.ts';
import { sqsInput } from './input.ts';
import type { SqsRoom } from './room.ts';
import { parseTaskHandle } from './task-handle.ts';

const parse = sqsInput({ TaskHandle: z.string() });

/** Stops a redrive; what moved already stays where it is. */
export function cancelMessageMoveTask({ queues, moveTasks }: SqsRoom): Operation {
  return operation({
    name: 'CancelMessageMoveTask',
    kind: 'write',
    parse,
    permissions: ({ TaskHandle }) => [
      { action: 'sqs:CancelMessageMoveTask', resource: parseTaskHandle(TaskHandle).sourceArn },
    ],
    run: ({ TaskHandle }) => {
      const { taskId, sourceArn } = parseTaskHandle(TaskHandle);
      if (queues.byArn(sourceArn) === undefined) {
        throw resourceNotFound("The resource that you specified for the SourceArn parameter doesn't exist.");
      }
      const task = moveTasks.find(taskId);
      if (task?.status !== 'RUNNING') throw resourceNotFound('Task does not exist.');
      moveTasks.end(task, 'CANCELLED');
      return { ApproximateNumberOfMessagesMoved: task.moved };
    },
  });
}
