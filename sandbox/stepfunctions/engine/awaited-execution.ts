import type { Json } from '../../kernel/json.ts';
import { StateError } from '../asl/errors.ts';
import type { Execution } from '../executions.ts';
import { executionArn, machineArn } from '../names.ts';
import { resourceOf } from '../tasks/task-resource.ts';
import { Document } from './document.ts';
import type { Frame } from './frame.ts';
import type { Run } from './run.ts';
import type { TaskOutcome } from './task-state.ts';

/** What the end of a started execution means for the task that waited for it (`.sync`, `.sync:2`). */
export function awaitedOutcome(run: Run, frame: Frame, awaited: Execution): TaskOutcome {
  const state = run.state(frame);
  const isParsed = state.Type === 'Task' && resourceOf(state.Resource).parsesOutput;
  const asOutput = (text: string): Json => (isParsed ? (JSON.parse(text) as Json) : text); // stored as JSON text
  const { place } = run.parts.ground;
  const result: Json = {
    ExecutionArn: executionArn(place, awaited),
    Input: asOutput(awaited.input),
    InputDetails: { Included: true },
    Name: awaited.name,
    ...(awaited.output === null
      ? {}
      : { Output: asOutput(awaited.output), OutputDetails: { Included: true } }),
    StartDate: awaited.started_at,
    StateMachineArn: machineArn(place, awaited.machine),
    Status: awaited.status,
    StopDate: awaited.stopped_at,
    ...(awaited.error === null ? {} : { Error: awaited.error }),
    ...(awaited.cause === null ? {} : { Cause: awaited.cause }),
  };
  if (awaited.status === 'SUCCEEDED') return Document.of(result);
  return new StateError('States.TaskFailed', JSON.stringify(result));
}
