import type { Ground } from '../kernel/ground.ts';
import type { LogSink } from '../kernel/log-sink.ts';
import type { MetricSink } from '../kernel/metric-sink.ts';
import type { Delivery, Service } from '../kernel/service.ts';
import { beginExecution } from './begin-execution.ts';
import { createStateMachine } from './create-state-machine.ts';
import { describeExecution } from './describe-execution.ts';
import { describeStateMachine } from './describe-state-machine.ts';
import { Executor } from './engine/executor.ts';
import { Executions } from './executions.ts';
import { getExecutionHistory } from './get-execution-history.ts';
import { listExecutions } from './list-executions.ts';
import { listStateMachines } from './list-state-machines.ts';
import { Machines } from './machines.ts';
import { machineOf } from './names.ts';
import { redriveExecution } from './redrive-execution.ts';
import { stateMachineResource } from './resources/state-machine.ts';
import type { Room } from './room.ts';
import { sendTaskFailure } from './send-task-failure.ts';
import { sendTaskHeartbeat } from './send-task-heartbeat.ts';
import { sendTaskSuccess } from './send-task-success.ts';
import { startExecution } from './start-execution.ts';
import { stopExecution } from './stop-execution.ts';
import { defineTables } from './tables.ts';

/** Where this room writes besides its own tables. */
export interface StepFunctionsDependencies {
  readonly metrics: MetricSink;
  readonly logs: LogSink;
}

/**
 * AWS Step Functions, Standard workflows in the JSONPath language. Executions are rows: after a crash each goes on from
 * its last committed transition, and a task whose result was committed never runs again.
 */
export function createStepFunctions(ground: Ground, { metrics, logs }: StepFunctionsDependencies): Service {
  defineTables(ground.store);
  const machines = new Machines(ground);
  const executions = new Executions(ground);
  const executor = new Executor({ ground, metrics, logs, machines, executions });
  const room: Room = { ground, machines, executions, engine: executor.engine };

  return {
    name: 'states',
    wire: { target: 'AWSStepFunctions', jsonVersion: '1.0' },
    operations: [
      createStateMachine(room),
      describeStateMachine(room),
      listStateMachines(room),
      startExecution(room),
      describeExecution(room),
      listExecutions(room),
      getExecutionHistory(room),
      stopExecution(room),
      redriveExecution(room),
      sendTaskSuccess(room),
      sendTaskFailure(room),
      sendTaskHeartbeat(room),
    ],
    resourceTypes: [stateMachineResource(room)],
    receive: ({ target, body, caller, traceHeader }: Delivery) => {
      ground.authorize(caller, [{ action: 'states:StartExecution', resource: target }]);
      beginExecution(room, { machine: machineOf(target), input: body, traceHeader });
    },
    start: () => {
      executor.start();
    },
    stop: () => executor.stop(),
  };
}
