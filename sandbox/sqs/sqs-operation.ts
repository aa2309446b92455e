import * as z from 'zod';
import { inputOf } from '../kernel/input.ts';
import { operation } from '../kernel/operation.ts';
import type { CallContext, Operation, OperationKind, Permission } from '../kernel/operation.ts';
import { arn } from '../kernel/place.ts';
import type { Place } from '../kernel/place.ts';
import { refusal } from './errors.ts';
import type { Queue } from './queue-store.ts';
import { parseQueueUrl } from './queue-url.ts';
import type { SqsRoom } from './room.ts';

/** What an operation is told after its members were checked. */
export type SqsInput<Shape extends z.ZodRawShape> = z.output<z.ZodObject<Shape, z.core.$strict>>;

/** A parser of an SQS operation's members that words a missing one as SQS does and refuses unknown ones by name. */
function sqsInput<Shape extends z.ZodRawShape>(
  shape: Shape,
): (raw: Readonly<Record<string, unknown>>) => SqsInput<Shape> {
  const parse = inputOf(z.strictObject(shape), 'InvalidParameterValueException');
  const required = Object.entries(shape)
    .filter(([, member]) => !z.safeParse(member, undefined).success)
    .map(([name]) => name);
  return (raw) => {
    const missing = required.find((name) => raw[name] === undefined || raw[name] === null);
    if (missing === undefined) return parse(raw);
    const message = `The request must contain the parameter ${missing}.`;
    throw refusal('MissingRequiredParameterException', message);
  };
}

/** An operation that names no queue by its URL, permitted by the action of the same name. */
export interface SqsOperationSpec<Shape extends z.ZodRawShape> {
  readonly name: string;
  readonly kind: OperationKind;
  readonly members: Shape;
  /** The ARN that the caller needs a right to. */
  readonly resource: (input: SqsInput<Shape>, place: Place) => string;
  /** What else the caller needs. */
  readonly alsoNeeds?: (input: SqsInput<Shape>) => readonly Permission[];
  readonly run: (room: SqsRoom, input: SqsInput<Shape>) => unknown;
}

/** Declares such an operation. */
export function sqsOperation<Shape extends z.ZodRawShape>(
  spec: SqsOperationSpec<Shape>,
): (room: SqsRoom) => Operation {
  const { name, kind } = spec;
  const parse = sqsInput(spec.members);
  return (room) =>
    operation({
      name,
      kind,
      parse,
      permissions: (input, place) => [
        { action: `sqs:${name}`, resource: spec.resource(input, place) },
        ...(spec.alsoNeeds?.(input) ?? []),
      ],
      run: (input) => spec.run(room, input),
    });
}

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
