import type { Operation } from '../kernel/operation.ts';
import { writeOperation } from './request/write-operation.ts';
import type { Room } from './room.ts';

/** PutItem: replaces an item or makes it, on a condition. */
export function putItem(room: Room): Operation {
  return writeOperation(room, 'Put');
}
