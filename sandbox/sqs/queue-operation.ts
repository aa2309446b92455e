import * as z from 'zod';
import { operation } from '../kernel/operation.ts';
import type { CallContext, Operation, OperationKind } from '../kernel/operation.ts';
import { arn } from '../kernel/place.ts';
import { sqsInput } from './input.ts';
import type { SqsInput } from './input.ts';
import type { Queue } from './queue-store.ts';
import { parseQueueUrl } from './queue-url.ts';
import type { SqsRoom } from './room.ts';

/** What an operation on one queue is told. */
export interface QueueCall<Shape extends z.ZodRawShape> {
  readonly queueUrl: string;
  readonly queue: Queue;
  readonly input: SqsInput<Shape>;
  readonly call: CallContext;
}

/** An operation on the queue that its `QueueUrl` names, permitted by the action of the same name on that queue. */
export interface QueueOperationSpec<Shape extends z.ZodRawShape> {
  readonly name: string;
  readonly kind: OperationKind;
  /** Its members beside QueueUrl. */
  readonly members: Shape;
  /** The IAM action where it is not the operation's name: a batch needs the right to its single form. */
  readonly action?: string;
  readonly run: (room: SqsRoom, call: QueueCall<Shape>) => unknown;
}

/** Declares an operation on one queue. */
export function queueOperation<Shape extends z.ZodRawShape>(
  spec: QueueOperationSpec<Shape>,
): (room: SqsRoom) => Operation {
  const parseUrl = sqsInput({ QueueUrl: z.string() });
  const parseMembers = sqsInput(spec.members);
  return (room) =>
    operation({
      name: spec.name,
      kind: spec.kind,
      parse: ({ QueueUrl, ...members }) => ({ ...parseUrl({ QueueUrl }), input: parseMembers(members) }),
      // Whether that queue exists or not.
      permissions: ({ QueueUrl }, place) => {
        const { accountId, name } = parseQueueUrl(QueueUrl);
        const resource = arn({ ...place, accountId }, 'sqs', name);
        return [{ action: `sqs:${spec.action ?? spec.name}`, resource }];
      },
      run: ({ QueueUrl: queueUrl, input }, call) =>
        spec.run(room, { queueUrl, queue: room.queues.byUrl(queueUrl), input, call }),
    });
}
