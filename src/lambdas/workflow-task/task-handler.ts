import type * as z from 'zod';
import type { TaskInput, TaskOutput } from '../../contracts/tasks/task-input.ts';
import { InvalidTaskInputError } from '../../contracts/tasks/workflow-errors.ts';
import { loggableError } from '../telemetry/loggable-error.ts';
import type { Telemetry } from '../telemetry/telemetry.ts';
import { refusalErrorFor } from './refusal-error.ts';

export interface Task<Input extends TaskInput, Outcome extends { readonly kind: string }> {
  readonly input: z.ZodType<Input>;
  readonly run: (input: Input) => Promise<Outcome>;
  /** Called for every outcome, refusals included, before it is answered. */
  readonly report?: (outcome: Outcome) => void;
}

/**
 * A task of the workflow: parse the ids, run one use case, answer what became of the order. A refusal is thrown as the
 * typed error of its kind; a fault leaves as it came, under its own name.
 */
export const taskHandler =
  <Input extends TaskInput, Outcome extends { readonly kind: string }>(
    telemetry: Telemetry,
    task: Task<Input, Outcome>,
  ) =>
  async (event: unknown): Promise<TaskOutput> => {
    const { orderId, outcome } = await runLogged(telemetry, task, event);
    const refusal = refusalErrorFor(outcome);
    if (refusal !== undefined) throw refusal;
    return { orderId, outcome };
  };

async function runLogged<Input extends TaskInput, Outcome extends { readonly kind: string }>(
  { logger, metrics }: Telemetry,
  task: Task<Input, Outcome>,
  event: unknown,
): Promise<TaskOutput> {
  try {
    const input = parseInput(task.input, event);
    const outcome = await task.run(input);
    task.report?.(outcome);
    logger.info('task done', { orderId: input.orderId, outcome: outcome.kind });
    return { orderId: input.orderId, outcome: outcome.kind };
  } catch (error) {
    logger.error('task failed', { fault: loggableError(error) });
    throw error;
  } finally {
    metrics.publishStoredMetrics();
  }
}

function parseInput<Input>(schema: z.ZodType<Input>, event: unknown): Input {
  const parsed = schema.safeParse(event);
  if (parsed.success) return parsed.data;
  throw new InvalidTaskInputError('the input does not name an order and its run');
}
