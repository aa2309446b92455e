import * as z from 'zod';
import { inputOf } from './input.ts';
import { operation } from './operation.ts';
import type { CallContext, Operation, OperationKind, Permission } from './operation.ts';
import type { Place } from './place.ts';

/** What an operation is told after its members were checked. */
export type Members<Shape extends z.ZodRawShape> = z.output<z.ZodObject<Shape, z.core.$strict>>;

/** Makes parsers of members that refuse unknown and malformed ones by name. */
export type ParserOf = <Shape extends z.ZodRawShape>(
  shape: Shape,
) => (raw: Readonly<Record<string, unknown>>) => Members<Shape>;

/** Parsers that refuse with one code. */
export function membersWith(code: string): ParserOf {
  return (shape) => inputOf(z.strictObject(shape), code);
}

/** An operation of a room, permitted by the action of the same name. */
export interface RoomOperationSpec<Room, Shape extends z.ZodRawShape> {
  readonly name: string;
  readonly kind: OperationKind;
  readonly members: Shape;
  /** The IAM action where it is not the operation's name. */
  readonly action?: string;
  /** The ARNs that the caller needs a right to; `*` where the action knows no resource. */
  readonly resources?: (input: Members<Shape>, place: Place) => readonly string[];
  /** What the caller needs, where that is not one action on some resources. */
  readonly permissions?: (input: Members<Shape>, place: Place) => readonly Permission[];
  readonly run: (room: Room, input: Members<Shape>, call: CallContext) => unknown;
}

/** The way in which a room declares its operations, each to be made for the room as it runs. */
export function operationsOf<Room>(service: string, parserOf: ParserOf) {
  return <Shape extends z.ZodRawShape>(spec: RoomOperationSpec<Room, Shape>): ((room: Room) => Operation) => {
    const { name, kind, action = name, resources = () => ['*'] } = spec;
    const parse = parserOf(spec.members);
    const permissions: typeof spec.permissions = (input, place) =>
      resources(input, place).map((resource) => ({ action: `${service}:${action}`, resource }));
    return (room) =>
      operation({
        name,
        kind,
        parse,
        permissions: spec.permissions ?? permissions,
        run: (input, call) => spec.run(room, input, call),
      });
  };
}
