import { fenceInputSchema } from '../../contracts/tasks/task-input.ts';
import { fenceOrder } from '../../core/orders/fence-order.ts';
import { taskHandler } from '../workflow-task/task-handler.ts';
import { compose } from './compose.ts';

const deps = compose();

/** The first write of every undoing: from here on the order can only fail. */
export const handler = taskHandler(deps, {
  input: fenceInputSchema,
  run: (input) => fenceOrder(deps, input),
});
