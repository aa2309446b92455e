import * as z from 'zod';
import { operation } from '../kernel/operation.ts';
import type { Operation } from '../kernel/operation.ts';
import type { Pump } from '../kernel/pump.ts';
import { invalidParameter, invalidValue, resourceNotFound } from './errors.ts';
import { sqsInput, wireInteger } from './input.ts';
import type { SqsInput } from './input.ts';
import { sourcesOf } from './list-dead-letter-source-queues.ts';
import type { Queue } from './queue-store.ts';
import type { SqsRoom } from './room.ts';
import { taskHandleOf } from './task-handle.ts';

const members = {
  SourceArn: z.string(),
  DestinationArn: z.string().optional(),
  MaxNumberOfMessagesPerSecond: wireInteger.optional(),
};
const parse = sqsInput(members);
const fastest = 500;
const sourceActions = ['StartMessageMoveTask', 'ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes'];

/** Starts a redrive: without a destination every message goes back to the queue that it came from. */
export function startMessageMoveTask(room: SqsRoom, mover: Pump): Operation {
  const { ground, messages, moveTasks } = room;
  return operation({
    name: 'StartMessageMoveTask',
    kind: 'write',
    parse,
    permissions: ({ SourceArn, DestinationArn }) => [
      ...sourceActions.map((action) => ({ action: `sqs:${action}`, resource: SourceArn })),
      ...(DestinationArn === undefined ? [] : [{ action: 'sqs:SendMessage', resource: DestinationArn }]),
    ],
    run: (input) => {
      const source = checkTask(room, input);
      const { SourceArn: sourceArn, DestinationArn, MaxNumberOfMessagesPerSecond } = input;
      const taskId = ground.random.uuid();
      moveTasks.start({
        ...{ taskId, sourceArn, destinationArn: DestinationArn ?? null },
        ...{ perSecond: MaxNumberOfMessagesPerSecond ?? null, toMove: messages.counts(source).visible },
      });
      ground.store.afterCommit(mover.wake);
      return { TaskHandle: taskHandleOf({ taskId, sourceArn }) };
    },
  });
}

function checkTask({ queues, moveTasks }: SqsRoom, input: SqsInput<typeof members>): Queue {
  const { SourceArn, DestinationArn, MaxNumberOfMessagesPerSecond: perSecond } = input;
  const source = queues.byArn(SourceArn);
  if (source === undefined) throw notFound('SourceArn');
  if (sourcesOf(queues, SourceArn).length === 0) {
    throw invalidParameter('Source queue must be configured as a Dead Letter Queue.');
  }
  if (DestinationArn !== undefined && queues.byArn(DestinationArn) === undefined)
    throw notFound('DestinationArn');
  if (DestinationArn === SourceArn) {
    throw invalidParameter('Source queue arn and destination queue arn cannot be the same.');
  }
  if (perSecond !== undefined && (perSecond < 1 || perSecond > fastest)) {
    throw invalidValue('MaxNumberOfMessagesPerSecond', perSecond, 'Must be between 1 and 500, if provided.');
  }
  if (moveTasks.running().some((task) => task.sourceArn === SourceArn)) {
    throw invalidParameter(
      'There is already a task running. Only one active task is allowed for a source queue arn at a given time.',
    );
  }
  return source;
}

function notFound(parameter: string): Error {
  return resourceNotFound(`The resource that you specified for the ${parameter} parameter doesn't exist.`);
}
