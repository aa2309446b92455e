import * as z from 'zod';
import { AwsError } from '../kernel/errors.ts';
import { operation } from '../kernel/operation.ts';
import type { Operation } from '../kernel/operation.ts';
import { sqsInput } from './input.ts';
import type { SqsRoom } from './room.ts';

const parse = sqsInput({ TaskHandle: z.string() });

/** CancelMessageMoveTask: what moved already stays where it is. */
export function cancelMessageMoveTask({ moveTasks }: SqsRoom): Operation {
  return operation({
    name: 'CancelMessageMoveTask',
    kind: 'write',
    parse,
    permissions: ({ TaskHandle }) => [
      { action: 'sqs:CancelMessageMoveTask', resource: moveTasks.find(TaskHandle)?.sourceArn ?? '*' },
    ],
    run: ({ TaskHandle }) => {
      const task = moveTasks.find(TaskHandle);
      if (task?.status !== 'RUNNING') {
        throw new AwsError('ResourceNotFoundException', 'Task does not exist.', { status: 404 });
      }
      moveTasks.end(task, 'CANCELLED');
      return { ApproximateNumberOfMessagesMoved: task.moved };
    },
  });
}
