import { Timestamp } from '../../kernel/timestamp.ts';
import type { KeyRow } from '../key-store.ts';

/** A key as the operations show it; its value only on request. */
export function keyShape(key: KeyRow, showsValue: boolean): Readonly<Record<string, unknown>> {
  return {
    id: key.id,
    ...(showsValue ? { value: key.value } : {}),
    name: key.name,
    ...(key.description === '' ? {} : { description: key.description }),
    enabled: key.enabled === 1,
    createdDate: new Timestamp(key.created_at),
    lastUpdatedDate: new Timestamp(key.created_at),
    stageKeys: [],
  };
}
