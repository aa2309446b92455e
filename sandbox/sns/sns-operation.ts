import * as z from 'zod';
import { describeIssues } from '../kernel/input.ts';
import { operation } from '../kernel/operation.ts';
import type { CallContext, Operation, OperationKind } from '../kernel/operation.ts';
import { invalidParameter } from './errors.ts';
import type { SnsRoom } from './room.ts';

/** Attributes as operations take them: text by name. */
export const textMap = z.record(z.string(), z.string()).default({});

/** What an operation is told after its members were checked. */
export type SnsInput<Shape extends z.ZodRawShape> = z.output<z.ZodObject<Shape, z.core.$strict>>;

/** An operation of SNS, permitted by the action of the same name. */
export interface SnsOperationSpec<Shape extends z.ZodRawShape> {
  readonly name: string;
  readonly kind: OperationKind;
  readonly members: Shape;
  /** The IAM action where it is not the operation's name. */
  readonly action?: string;
  /** The ARN that the caller needs a right to; `*` where the action knows no resource. */
  readonly resource?: (input: SnsInput<Shape>, room: SnsRoom) => string;
  readonly run: (room: SnsRoom, input: SnsInput<Shape>, call: CallContext) => unknown;
}

/** Declares an operation of SNS; an unknown or malformed member is refused by name. */
export function snsOperation<Shape extends z.ZodRawShape>(
  spec: SnsOperationSpec<Shape>,
): (room: SnsRoom) => Operation {
  const schema = z.strictObject(spec.members);
  return (room) =>
    operation({
      name: spec.name,
      kind: spec.kind,
      parse: (raw) => {
        const parsed = schema.safeParse(raw);
        if (parsed.success) return parsed.data;
        throw invalidParameter(describeIssues(parsed.error.issues));
      },
      permissions: (input) => [
        { action: `sns:${spec.action ?? spec.name}`, resource: spec.resource?.(input, room) ?? '*' },
      ],
      run: (input, call) => spec.run(room, input, call),
    });
}
