import * as z from 'zod';
import { AwsError } from '../kernel/errors.ts';
import { operation } from '../kernel/operation.ts';
import type { Operation } from '../kernel/operation.ts';
import { invalidParameter } from './errors.ts';
import { sqsInput } from './input.ts';
import type { SqsRoom } from './room.ts';

const parseMembers = sqsInput({ TaskHandle: z.string() });

function parse(raw: Readonly<Record<string, unknown>>): { TaskHandle: string; sourceArn: string } {
  const { TaskHandle } = parseMembers(raw);
  return { TaskHandle, sourceArn: sourceOf(TaskHandle) };
}

/** CancelMessageMoveTask: what moved already stays where it is. */
export function cancelMessageMoveTask({ moveTasks }: SqsRoom): Operation {
  return operation({
    name: 'CancelMessageMoveTask',
    kind: 'write',
    parse,
    permissions: ({ sourceArn }) => [{ action: 'sqs:CancelMessageMoveTask', resource: sourceArn }],
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

/** The queue that a handle names, whether or not its task exists: what a caller may do is asked of that queue. */
function sourceOf(handle: string): string {
  const [, arn] = /^\S+ (arn:\S+)$/.exec(Buffer.from(handle, 'base64').toString()) ?? [];
  if (arn === undefined) throw invalidParameter('Value for parameter TaskHandle is invalid.');
  return arn;
}
