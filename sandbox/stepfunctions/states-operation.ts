import * as z from 'zod';
import { inputOf } from '../kernel/input.ts';
import { operation } from '../kernel/operation.ts';
import type { CallContext, Operation, OperationKind } from '../kernel/operation.ts';
import type { Room } from './room.ts';

/** One operation of this service, permitted by the action of the same name. */
export interface StatesOperation<Members extends z.ZodRawShape> {
  readonly name: string;
  readonly kind: OperationKind;
  /** Members of the input; others are refused by name. */
  readonly members: Members;
  /** ARN of what the caller needs the right to; `*` without it. */
  readonly resource?: (input: z.output<z.ZodObject<Members>>, room: Room) => string;
  readonly run: (room: Room, input: z.output<z.ZodObject<Members>>, call: CallContext) => unknown;
}

/** Declares an operation: https://docs.aws.amazon.com/step-functions/latest/apireference/API_Operations.html */
export function statesOperation<Members extends z.ZodRawShape>(
  spec: StatesOperation<Members>,
): (room: Room) => Operation {
  const { name, kind, members, resource, run } = spec;
  const parse = inputOf(z.strictObject(members));
  return (room) =>
    operation<z.output<z.ZodObject<Members>>>({
      name,
      kind,
      parse,
      permissions: (input) => [{ action: `states:${name}`, resource: resource?.(input, room) ?? '*' }],
      run: (input, call) => run(room, input, call),
    });
}
