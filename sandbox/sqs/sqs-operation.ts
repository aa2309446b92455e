import * as z from 'zod';
import { operation } from '../kernel/operation.ts';
import type { CallContext, Operation, OperationKind } from '../kernel/operation.ts';
import { arn } from '../kernel/place.ts';
import { membersWith, operationsOf } from '../kernel/room-operation.ts';
import type { Members, ParserOf } from '../kernel/room-operation.ts';
import { refusal } from './errors.ts';
import type { Queue } from './queue-store.ts';
import { parseQueueUrl } from './queue-url.ts';
import type { SqsRoom } from './room.ts';

/** A parser of an SQS operation's members that words a missing one as SQS does and refuses unknown ones by name. */
const sqsInput: ParserOf = (shape) => {
  const parse = membersWith('InvalidParameterValueException')(shape);
  const required = Object.entries(shape)
    .filter(([, member]) => !z.safeParse(member, undefined).success)
    .map(([name]) => name);
  return (raw) => {
    const missing = required.find((name) => raw[name] === undefined || raw[name] === null);
    if (missing === undefined) return parse(raw);
    const message = `The request must contain the parameter ${missing}.`;
    throw refusal('MissingRequiredParameterException', message);
  };
};

/** Declares an operation that names no queue by its URL. */
export const sqsOperation = operationsOf<SqsRoom>('sqs', sqsInput);

/** What an operation on one queue is told. */
export interface QueueCall<Shape extends z.ZodRawShape> {
  readonly queueUrl: string;
  readonly queue: Queue;
  readonly input: Members<Shape>;
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
