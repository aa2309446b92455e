import type { StateError } from '../asl/errors.ts';
import type { Ending, Execution } from '../executions.ts';
import { arn } from '../../kernel/place.ts';
import type { Document } from './document.ts';
import type { Frame } from './frame.ts';
import type { Run } from './run.ts';
import { errorDetails, outputDetails } from './state-data.ts';

/** The machine reached its end. */
export function succeed(run: Run, frame: Frame, output: Document): void {
  end(run, { status: 'SUCCEEDED', output: output.text });
  run.event(frame, 'ExecutionSucceeded', { executionSucceededEventDetails: outputDetails(output) });
  run.parts.ground.store.run('DELETE FROM states_frame WHERE execution = ?', run.execution.id);
  run.forget();
}

/** Nothing handled an error that came after the event `after`. */
export function failExecution(run: Run, after: number, error: StateError): void {
  const details = errorDetails(error);
  end(run, { status: 'FAILED', ...details });
  run.event(after, 'ExecutionFailed', { executionFailedEventDetails: details });
}

/** StopExecution. */
export function abort(run: Run, reason: { readonly error?: string; readonly cause?: string }): void {
  end(run, { status: 'ABORTED', ...reason });
  run.event(0, 'ExecutionAborted', { executionAbortedEventDetails: reason });
}

/** The machine's TimeoutSeconds are over; only the event names the error, DescribeExecution does not. */
export function timeOut(run: Run): void {
  end(run, { status: 'TIMED_OUT' });
  run.event(0, 'ExecutionTimedOut', { executionTimedOutEventDetails: { error: 'States.Timeout' } });
}

const metricNames: Readonly<Record<Ending['status'], string>> = {
  SUCCEEDED: 'ExecutionsSucceeded',
  FAILED: 'ExecutionsFailed',
  ABORTED: 'ExecutionsAborted',
  TIMED_OUT: 'ExecutionsTimedOut',
};

/** Closes the execution. Its frames stay where they are for a redrive, but nothing moves them any more. */
function end(run: Run, ending: Ending): void {
  const { executions, metrics } = run.parts;
  for (const open of run.allFrames()) {
    if (open.dueAt === null && open.token === null) continue;
    open.dueAt = null;
    open.token = null;
    run.put(open);
  }
  run.ready.length = 0;
  run.launches.length = 0;
  run.execution = executions.end(run.execution, ending);
  const dimensions = { StateMachineArn: run.machineArn };
  const put = (name: string, value: number, unit: string): void => {
    metrics.put({ namespace: 'AWS/States', name, dimensions, value, unit });
  };
  put(metricNames[ending.status], 1, 'Count');
  put('ExecutionTime', run.now - run.execution.started_at, 'Milliseconds');
  announce(run);
}

/** Tells the default bus that the execution's status changed. */
export function announce(run: Run): void {
  const { ground } = run.parts;
  const { execution } = run;
  ground.deliver({
    target: arn(ground.place, 'events', 'event-bus/default'),
    caller: { principal: 'states.amazonaws.com' },
    body: JSON.stringify({
      source: 'aws.states',
      'detail-type': 'Step Functions Execution Status Change',
      resources: [run.executionArn],
      detail: statusDetail(run, execution),
    }),
    ...(execution.trace_header === null ? {} : { traceHeader: execution.trace_header }),
  });
}

/** Input and output longer than this (together) are left out of the event, which is limited itself. */
const largestInEvent = 248 * 1_024;

function statusDetail(run: Run, execution: Execution): Readonly<Record<string, unknown>> {
  const { name, status, input, output, error, cause, started_at, stopped_at } = execution;
  const isShort = input.length + (output?.length ?? 0) <= largestInEvent;
  return {
    executionArn: run.executionArn,
    stateMachineArn: run.machineArn,
    name,
    status,
    startDate: started_at,
    stopDate: stopped_at,
    input: isShort ? input : null,
    output: isShort ? output : null,
    inputDetails: { included: isShort },
    outputDetails: output === null ? null : { included: isShort },
    stateMachineVersionArn: null,
    stateMachineAliasArn: null,
    redriveCount: execution.redrives,
    redriveDate: execution.redriven_at,
    error,
    cause,
  };
}
