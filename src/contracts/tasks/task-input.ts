import * as z from 'zod';
import { runIdFrom } from '../../core/kernel/ids.ts';
import { createdAtText, orderIdText } from '../order-key.ts';

/** What every task of the workflow is given: only ids travel. `runId` is `$$.Execution.Id`. */
export const taskInputSchema = z.object({
  orderId: orderIdText,
  createdAt: createdAtText,
  runId: z.string().min(1).transform(runIdFrom),
});

export type TaskInput = z.infer<typeof taskInputSchema>;

/** The fence is told the name of the error that led to it; any text is allowed, unknown names are a processing error. */
export const fenceInputSchema = taskInputSchema.extend({ reason: z.string().min(1) });

export type FenceInput = z.infer<typeof fenceInputSchema>;

/** What a task answers: the order and what became of it, for people who read the history. */
export const taskOutputSchema = z.object({ orderId: z.string(), outcome: z.string() });

export type TaskOutput = z.infer<typeof taskOutputSchema>;
