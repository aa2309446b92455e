import type { Operation } from '../kernel/operation.ts';
import { writeOperation } from './request/write-operation.ts';
import type { Room } from './room.ts';

/** UpdateItem: changes parts of an item or makes it, on a condition. */
export function updateItem(room: Room): Operation {
  return writeOperation(room, 'Update');
}
