import type { Operation } from '../kernel/operation.ts';
import { writeOperation } from './request/write-operation.ts';
import type { Room } from './room.ts';

/** DeleteItem: removes an item, on a condition; an absent item is no error. */
export function deleteItem(room: Room): Operation {
  return writeOperation(room, 'Delete');
}
