import type { Ground } from '../kernel/ground.ts';
import type { LogSink } from '../kernel/log-sink.ts';
import type { MetricSink } from '../kernel/metric-sink.ts';
import type { Delivery, Service } from '../kernel/service.ts';
import { Executor } from './engine/executor.ts';
import { redriveExecution, stopExecution } from './execution-operations.ts';
import { describeExecution, getExecutionHistory, listExecutions } from './execution-reads.ts';
import { Executions } from './executions.ts';
import { createStateMachine, describeStateMachine, listStateMachines } from './machine-operations.ts';
import { Machines } from './machines.ts';
import { machineOf } from './names.ts';
import { stateMachineResource } from './resources/state-machine.ts';
import type { Room } from './room.ts';
import { beginExecution, startExecution } from './start-execution.ts';
import { defineTables } from './tables.ts';
import { sendTaskFailure, sendTaskHeartbeat, sendTaskSuccess } from './task-operations.ts';

const operations = [
  ...[createStateMachine, describeStateMachine, listStateMachines],
  ...[startExecution, stopExecution, redriveExecution],
  ...[describeExecution, listExecutions, getExecutionHistory],
  ...[sendTaskSuccess, sendTaskFailure, sendTaskHeartbeat],
];

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
  const executions = new Executions(ground);
  const machines = new Machines(ground, executions);
  const executor = new Executor({ ground, metrics, logs, machines, executions });
  const room: Room = { ground, machines, executions, engine: executor.engine };

  return {
    name: 'states',
    wire: { target: 'AWSStepFunctions', jsonVersion: '1.0' },
    operations: operations.map((declared) => declared(room)),
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
