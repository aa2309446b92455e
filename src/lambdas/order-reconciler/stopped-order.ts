import {
  executionStatusChangedSchema,
  workflowInputSchema,
} from '../../contracts/events/execution-status-changed.ts';
import type { OrderKey } from '../../core/kernel/ids.ts';
import { jsonOf } from '../messages/json-of.ts';

/**
 * What an invocation is about: a `sweep` for a schedule (or for anything else), the order of an execution that
 * stopped, or `nobody` when such an execution names no order.
 */
export function stoppedOrder(event: unknown): OrderKey | 'sweep' | 'nobody' {
  const stopped = executionStatusChangedSchema.safeParse(event);
  if (!stopped.success) return 'sweep';
  const input = workflowInputSchema.safeParse(jsonOf(stopped.data.detail.input ?? ''));
  return input.success ? input.data : 'nobody';
}
