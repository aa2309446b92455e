import type { Update } from '../expression/compile-update.ts';
import { projectionOf } from '../expression/projection.ts';
import type { ItemChanged } from '../items/item-store.ts';
import type { StoredItem } from '../items/stored-item.ts';

/** The values of ReturnValues, in the order in which DynamoDB lists them. */
export const returnValues: readonly string[] = ['ALL_NEW', 'UPDATED_OLD', 'ALL_OLD', 'NONE', 'UPDATED_NEW'];

/** The Attributes member of an answer to an update, as text; undefined where there is nothing to show. */
export function returnedAttributes(
  returned: string,
  { before, after }: ItemChanged,
  update: Update | undefined,
): string | undefined {
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
