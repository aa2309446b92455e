import { validation } from './errors.ts';
import type { Update } from './expression/compile-update.ts';
import { projectionOf } from './expression/projection.ts';
import type { ItemChanged } from './items/item-store.ts';
import { placeWrite, planWrite } from './items/plan-write.ts';
import { answer, itemText } from './request/answer.ts';
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
      const reported = [{ table, subject: write.subject }];
      const metrics = metricsByTable(room, reported, input.ReturnItemCollectionMetrics);
      const consumed = consumedCapacity(consumedByWrite(table, changed), input.ReturnConsumedCapacity);
      return answer({
        Attributes: returnedAttributes(returned, changed, write.update),
        ConsumedCapacity: consumed?.[0],
        ItemCollectionMetrics: metrics?.[table.name]?.[0],
      });
    },
  });
}

/** The Attributes member of an answer; undefined where there is nothing to show. */
function returnedAttributes(returned: string, { before, after }: ItemChanged, update: Update | undefined) {
  const shown = returned.endsWith('_OLD') ? before : after;
  if (returned === 'NONE' || shown === undefined) return undefined;
  if (returned.startsWith('ALL_')) return itemText(shown);
  const part = itemText(shown, projectionOf(update?.paths ?? []));
  return update === undefined || part.text === '{}' ? undefined : part;
}
