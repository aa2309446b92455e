import * as z from 'zod';
import { timestampFrom } from '../core/kernel/clock.ts';
import { orderIdFrom } from '../core/kernel/ids.ts';

/** An order id in a message or a task input. Executions started by hand may name anything; it is then not found. */
export const orderIdText = z.string().min(1).max(128).transform(orderIdFrom);

/** The creation time that is the second half of an order's key. */
export const createdAtText = z.string().min(1).max(64).transform(timestampFrom);
