import { taskInputSchema } from '../../contracts/tasks/task-input.ts';
import { failOrder } from '../../core/orders/fail-order.ts';
import { taskHandler } from '../workflow-task/task-handler.ts';
import { compose } from './compose.ts';

const deps = compose();

/** Gives the stock back and ends the order as FAILED. */
export const handler = taskHandler(deps, {
  input: taskInputSchema,
  run: (input) => failOrder(deps, input, input.runId),
});
