import {
  DescribeExecutionCommand,
  ExecutionAlreadyExists,
  ExecutionDoesNotExist,
  type SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { type OrderId, type OrderKey, type RunId, runIdFrom } from '../../core/kernel/ids.ts';
import type { RunStatus, Workflow } from '../../core/ports/workflow.ts';
import { reading, writing } from '../sdk-faults.ts';

/** {@link Workflow} on Step Functions: an execution named by the order id. */
export function sfnWorkflow(client: SFNClient, stateMachineArn: string): Workflow {
  const statusOf = (runId: RunId) => readStatus(client, runId);
  return {
    statusOf,
    runOf: (orderId) => runIdOf(stateMachineArn, orderId),
    async start(order, traceHeader) {
      try {
        await writing(
          client.send(new StartExecutionCommand(startParams(stateMachineArn, order, traceHeader))),
        );
        return { kind: 'started' };
      } catch (error) {
        if (!(error instanceof ExecutionAlreadyExists)) throw error;
        return { kind: 'already-exists', status: await statusOf(runIdOf(stateMachineArn, order.orderId)) };
      }
    },
  };
}

/** The same order always gives the same bytes: while a run is open, Step Functions compares name and input. */
export function startParams(stateMachineArn: string, { orderId, createdAt }: OrderKey, traceHeader: string) {
  return {
    stateMachineArn,
    name: orderId,
    input: JSON.stringify({ orderId, createdAt }),
    ...(traceHeader !== '' && { traceHeader }),
  };
}

/** `…:stateMachine:<machine>` → `…:execution:<machine>:<order id>` */
export const runIdOf = (stateMachineArn: string, orderId: OrderId): RunId =>
  runIdFrom(`${stateMachineArn.replace(':stateMachine:', ':execution:')}:${orderId}`);

async function readStatus(client: SFNClient, runId: RunId): Promise<RunStatus | 'unknown'> {
  try {
    const { status } = await reading(client.send(new DescribeExecutionCommand({ executionArn: runId })));
    return status ?? 'unknown';
  } catch (error) {
    if (error instanceof ExecutionDoesNotExist) return 'unknown';
    throw error;
  }
}
