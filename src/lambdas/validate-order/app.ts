import { taskInputSchema } from '../../contracts/tasks/task-input.ts';
import { validateOrder } from '../../core/orders/validate-order.ts';
import { taskHandler } from '../workflow-task/task-handler.ts';
import { compose } from './compose.ts';

const deps = compose();

/** Claims the order for the calling run and holds stock for all of its lines or none. */
export const handler = taskHandler(deps, {
  input: taskInputSchema,
  run: (input) => validateOrder(deps, input, input.runId),
});
