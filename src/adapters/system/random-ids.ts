import { randomUUID } from 'node:crypto';
import type { IdSource } from '../../core/kernel/ids.ts';
import { host } from './host.ts';

/** Random ids of version 4: unique without asking anybody. */
export const randomIds: IdSource = { orderId: () => host()?.newId() ?? randomUUID() };
