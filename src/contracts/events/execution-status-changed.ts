import * as z from 'zod';
import { createdAtText, orderIdText } from '../order-key.ts';

/**
 * "Step Functions Execution Status Change", as far as it is used here: which order an execution was started for.
 * AWS leaves `input` out when it is too large; ours is two ids.
 */
export const executionStatusChangedSchema = z.object({
  source: z.literal('aws.states'),
  detail: z.object({
    executionArn: z.string(),
    status: z.string(),
    input: z.string().nullish(),
  }),
});

export type ExecutionStatusChanged = z.infer<typeof executionStatusChangedSchema>;

/** The input of an execution of the order workflow. */
export const workflowInputSchema = z.object({ orderId: orderIdText, createdAt: createdAtText });
