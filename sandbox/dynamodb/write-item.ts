import { JsonText } from '../kernel/json-text.ts';
import { validation } from './errors.ts';
import type { Update } from './expression/compile-update.ts';
import { projectionOf } from './expression/projection.ts';
import type { ItemChanged } from './items/item-store.ts';
import { placeWrite, planWrite } from './items/plan-write.ts';
import type { StoredItem } from './items/stored-item.ts';
import { define } from './request/define.ts';
import { reportMembers } from './request/members.ts';
import { consumedByWrite, consumedCapacity, metricsByTable } from './request/report.ts';
import { oneOf } from './request/shape.ts';
import { writeReader } from './request/write-request.ts';
import { onTable } from './table/table.ts';

/** PutItem: replaces an item or makes it, on a condition. */
export const putItem = writeItem('Put');

/** UpdateItem: changes parts of an item or makes it, on a condition. */
export const updateItem = writeItem('Update');

/** DeleteItem: removes an item, on a condition; an absent item is no error. */
export const deleteItem = writeItem('Delete');

function writeItem(kind: 'Put' | 'Update' | 'Delete') {
  const read = writeReader(kind, {
    ...reportMembers,
    ReturnValues: oneOf('ALL_NEW', 'UPDATED_OLD', 'ALL_OLD', 'NONE', 'UPDATED_NEW'),
  });
  return define({
    name: `${kind}Item`,
    kind: 'write',
    parse: (raw) => {
      const { input, write } = read(raw);
      const returned = input.ReturnValues ?? 'NONE';
      if (kind !== 'Update' && returned !== 'NONE' && returned !== 'ALL_OLD') {
        throw validation('ReturnValues can only be ALL_OLD or NONE');
      }
      return { input, write, returned };
    },
    permissions: ({ write }, place) => [onTable(place, `${kind}Item`, write.tableName)],
    run: (room, { input, write, returned }) => {
      const placed = placeWrite(room, write);
      const { table } = placed;
      const changed = room.items.change(planWrite(room, placed));
      const metrics = metricsByTable(
        room,
        [{ table, subject: write.subject }],
        input.ReturnItemCollectionMetrics,
      );
      const rest = JSON.stringify({
        ConsumedCapacity: consumedCapacity(
          consumedByWrite(table, changed),
          input.ReturnConsumedCapacity,
        )?.[0],
        ItemCollectionMetrics: metrics?.[table.name]?.[0],
      });
      const attributes = returnedAttributes(returned, changed, write.update);
      if (attributes === undefined) return new JsonText(rest);
      return new JsonText(`{"Attributes":${attributes}${rest === '{}' ? '' : `,${rest.slice(1, -1)}`}}`);
    },
  });
}

/** The Attributes member of an answer, as text; undefined where there is nothing to show. */
function returnedAttributes(returned: string, { before, after }: ItemChanged, update: Update | undefined) {
  switch (returned) {
    case 'ALL_OLD':
      return before?.json;
    case 'ALL_NEW':
      return after?.json;
    case 'UPDATED_OLD':
      return updatedPart(before, update);
    case 'UPDATED_NEW':
      return updatedPart(after, update);
    default:
      return undefined;
  }
}

function updatedPart(stored: StoredItem | undefined, update: Update | undefined): string | undefined {
  if (stored === undefined || update === undefined) return undefined;
  const part = JSON.stringify(projectionOf(update.paths).cut(stored.item));
  return part === '{}' ? undefined : part;
}
