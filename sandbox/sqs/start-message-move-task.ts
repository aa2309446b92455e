import * as z from 'zod';
import { operation } from '../kernel/operation.ts';
import type { Operation } from '../kernel/operation.ts';
import { invalidParameter, invalidValue, noSuchResource } from './errors.ts';
import { sqsInput } from './input.ts';
import type { SqsInput } from './input.ts';
import type { Queue } from './queue-store.ts';
import type { SqsRoom } from './room.ts';

const members = {
  SourceArn: z.string(),
  DestinationArn: z.string().optional(),
  MaxNumberOfMessagesPerSecond: z.int().optional(),
};

const sourceActions = ['StartMessageMoveTask', 'ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes'];

const parse = sqsInput(members);

/** StartMessageMoveTask: without a destination every message goes back to the queue that it came from. */
export function startMessageMoveTask(room: SqsRoom): Operation {
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
      const handle = room.moveTasks.start({
        sourceArn: source.arn,
        destinationArn: input.DestinationArn ?? null,
        perSecond: input.MaxNumberOfMessagesPerSecond ?? null,
        toMove: room.messages.counts(source).visible,
      });
      return { TaskHandle: handle };
    },
  });
}

function checkTask({ queues, moveTasks }: SqsRoom, input: SqsInput<typeof members>): Queue {
  const { SourceArn, DestinationArn, MaxNumberOfMessagesPerSecond: perSecond } = input;
  const source = queues.byArn(SourceArn);
  if (source === undefined) throw noSuchResource('SourceArn');
  if (!queues.list().some(({ settings }) => settings.redrive?.deadLetterTargetArn === SourceArn)) {
    throw invalidParameter('Source queue must be configured as a Dead Letter Queue.');
  }
  if (DestinationArn !== undefined && queues.byArn(DestinationArn) === undefined) {
    throw noSuchResource('DestinationArn');
  }
  if (DestinationArn === SourceArn) {
    throw invalidParameter('Source queue arn and destination queue arn cannot be the same.');
  }
  if (perSecond !== undefined && (perSecond < 1 || perSecond > 500)) {
    throw invalidValue('MaxNumberOfMessagesPerSecond', perSecond, 'Must be between 1 and 500, if provided.');
  }
  if (moveTasks.running().some((task) => task.sourceArn === SourceArn)) {
    const message =
      'There is already a task running. Only one active task is allowed for a source queue arn at a given time.';
    throw invalidParameter(message);
  }
  return source;
}
