import type * as z from 'zod';
import { operation } from '../kernel/operation.ts';
import type { CallContext, Operation, OperationKind } from '../kernel/operation.ts';
import { snsInput } from './input.ts';
import type { SnsInput } from './input.ts';
import type { SnsRoom } from './room.ts';

/** What an operation is told. */
export interface SnsCall<Shape extends z.ZodRawShape> {
  readonly input: SnsInput<Shape>;
  readonly call: CallContext;
}

/** An operation of SNS, permitted by the action of the same name. */
export interface SnsOperationSpec<Shape extends z.ZodRawShape> {
  readonly name: string;
  readonly kind: OperationKind;
  readonly members: Shape;
  /** The IAM action where it is not the operation's name. */
  readonly action?: string;
  /** The ARN that the caller needs a right to; `*` where the action knows no resource. */
  readonly resource?: (input: SnsInput<Shape>, room: SnsRoom) => string;
  readonly run: (room: SnsRoom, call: SnsCall<Shape>) => unknown;
}

/** Declares an operation of SNS. */
export function snsOperation<Shape extends z.ZodRawShape>(
  spec: SnsOperationSpec<Shape>,
): (room: SnsRoom) => Operation {
  const parse = snsInput(spec.members);
  return (room) =>
    operation({
      name: spec.name,
      kind: spec.kind,
      parse,
      permissions: (input) => [
        { action: `sns:${spec.action ?? spec.name}`, resource: spec.resource?.(input, room) ?? '*' },
      ],
      run: (input, call) => spec.run(room, { input, call }),
    });
}
