import { AwsError } from '../../kernel/errors.ts';
import { invalidParameter, validation } from '../errors.ts';
import type { WriteRequest } from '../request/write-request.ts';
import { requireTable } from '../room.ts';
import type { Room } from '../room.ts';
import { checkIndexKeys, keyOfItem, keyOfRequest } from '../table/item-key.ts';
import type { StoredKey } from '../table/item-key.ts';
import { keyAttributes } from '../table/table.ts';
import type { Table } from '../table/table.ts';
import type { Item } from '../values/attribute-value.ts';
import { itemSize } from '../values/size.ts';
import type { ItemChange, ItemChanged } from './item-store.ts';
import type { StoredItem } from './stored-item.ts';

/** Bytes. */
const largestItem = 409_600;

/** A write whose table and key are known. */
export interface PlacedWrite {
  readonly table: Table;
  readonly key: StoredKey;
  readonly request: WriteRequest;
}

/** A write that can be carried out. */
export interface PlannedWrite extends ItemChange {
  readonly subject: Item;
}

/** A write that was carried out. */
export type Written = ItemChanged & Pick<PlannedWrite, 'subject'>;

/** Finds the table and the key that a write goes to. Throws where item or key do not suit the table. */
export function placeWrite(room: Room, request: WriteRequest): PlacedWrite {
  const table = requireTable(room, request.tableName);
  return { table, request, key: keyOfWrite(table, request) };
}

function keyOfWrite(table: Table, { kind, subject, update }: WriteRequest): StoredKey {
  if (kind === 'Put') {
    const key = keyOfItem(table, subject);
    checkIndexKeys(table.indexes, subject);
    return key;
  }
  const key = keyOfRequest(table, subject);
  const names = keyAttributes(table.key).map(({ name }) => name);
  const changed = update?.paths.map(([head]) => String(head)).find((head) => names.includes(head));
  if (changed !== undefined) {
    throw invalidParameter(`Cannot update attribute ${changed}. This attribute is part of the key`);
  }
  return key;
}

/**
 * Checks the condition and computes the item after the write; writes nothing.
 * @throws AwsError ConditionalCheckFailedException, or ValidationException where the item does not suit the write
 */
export function planWrite(room: Room, { table, key, request }: PlacedWrite): PlannedWrite {
  const before = room.items.find(table, key);
  if (request.condition !== undefined && !request.condition(before?.item ?? {})) {
    const details = request.showsOnFailure && before !== undefined ? { Item: before.item } : {};
    throw new AwsError('ConditionalCheckFailedException', 'The conditional request failed', { details });
  }
  return { table, key, before, after: afterWrite(table, request, before), subject: request.subject };
}

/** Carries a planned write out, in the open transaction. */
export function carryOut(room: Room, planned: PlannedWrite): Written {
  return { ...room.items.change(planned), subject: planned.subject };
}

function afterWrite(table: Table, request: WriteRequest, before: StoredItem | undefined): Item | undefined {
  switch (request.kind) {
    case 'ConditionCheck':
      return before?.item;
    case 'Delete':
      return undefined;
    case 'Put':
      if (itemSize(request.subject) > largestItem) {
        throw validation('Item size has exceeded the maximum allowed size');
      }
      return request.subject;
    case 'Update': {
      const start = before?.item ?? request.subject;
      const after = request.update === undefined ? start : request.update.apply(start);
      checkUpdated(table, after);
      return after;
    }
  }
}

function checkUpdated(table: Table, after: Item): void {
  if (itemSize(after) > largestItem) {
    throw validation('Item size to update has exceeded the maximum allowed size');
  }
  try {
    checkIndexKeys(table.indexes, after);
  } catch (thrown) {
    if (!(thrown instanceof AwsError) || !thrown.message.includes('Type mismatch')) throw thrown;
    throw validation('The update expression attempted to update the secondary index key to unsupported type');
  }
}
