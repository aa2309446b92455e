import { operation } from '../../kernel/operation.ts';
import type { Operation, OperationKind, Permission } from '../../kernel/operation.ts';
import type { Place } from '../../kernel/place.ts';
import { requireManagedTable } from '../room.ts';
import type { Room } from '../room.ts';
import { onTable } from '../table/table.ts';
import type { Table } from '../table/table.ts';
import { tableName } from './members.ts';
import { inputWith } from './shape.ts';
import type { InputOf, Members, RawInput } from './shape.ts';

/** An operation as its file declares it; `Needs` is what of the room it works on. */
export interface Definition<Needs, Input> {
  readonly name: string;
  readonly kind: Exclude<OperationKind, 'async'>;
  /** Throws AwsError with DynamoDB's texts. */
  readonly parse: (raw: RawInput) => Input;
  readonly permissions: (input: Input, place: Place) => readonly Permission[];
  readonly run: (room: Needs, input: Input) => unknown;
}

/** Defines an operation of rooms that offer `Needs`. */
export function defineIn<Needs>() {
  return <Input>({ run, ...spec }: Definition<Needs, Input>) =>
    (room: Needs): Operation =>
      operation({ ...spec, run: (input) => run(room, input) });
}

/** Defines an operation on tables. */
export const define = defineIn<Room>();

/** An operation that manages one table, which its TableName names. */
export interface TableDefinition<Shape extends Members> {
  readonly name: string;
  readonly kind: 'read' | 'write';
  /** The members besides the table's name. */
  readonly members: Shape;
  readonly run: (room: Room, table: Table, input: InputOf<Shape>) => unknown;
}

/** Defines an operation that manages one table. */
export function defineOnTable<Shape extends Members>(definition: TableDefinition<Shape>) {
  const { name, kind, members, run } = definition;
  const parse = inputWith({ TableName: tableName }, members);
  return define({
    name,
    kind,
    parse,
    permissions: (input, place) => [onTable(place, name, input.TableName)],
    run: (room, input) => run(room, requireManagedTable(room, input.TableName), input),
  });
}
