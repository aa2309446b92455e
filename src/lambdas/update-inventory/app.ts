import { taskInputSchema } from '../../contracts/tasks/task-input.ts';
import { updateInventory } from '../../core/inventory/update-inventory.ts';
import { taskHandler } from '../workflow-task/task-handler.ts';
import { compose } from './compose.ts';

const deps = compose();

/** Turns the hold into a sale and the order into COMPLETED. */
export const handler = taskHandler(deps, {
  input: taskInputSchema,
  run: (input) => updateInventory(deps, input, input.runId),
});
