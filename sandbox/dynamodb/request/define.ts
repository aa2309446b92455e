import { operation } from '../../kernel/operation.ts';
import type { Operation, OperationSpec } from '../../kernel/operation.ts';
import { requireTable } from '../room.ts';
import type { Room } from '../room.ts';
import { onTable } from '../table/table.ts';
import type { Table } from '../table/table.ts';
import { tableName } from './members.ts';
import { inputWith } from './shape.ts';
import type { InputOf, Members } from './shape.ts';

/** An operation on tables, as its file declares it. */
export interface Definition<Input> extends Omit<OperationSpec<Input>, 'kind' | 'run'> {
  readonly kind: 'read' | 'write';
  readonly run: (room: Room, input: Input) => unknown;
}

/** Defines an operation on tables. */
export function define<Input>({ run, ...spec }: Definition<Input>) {
  return (room: Room): Operation => operation({ ...spec, run: (input) => run(room, input) });
}

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
    run: (room, input) => {
      const table = requireTable(room, input.TableName, `: Table: ${input.TableName} not found`);
      return run(room, table, input);
    },
  });
}
