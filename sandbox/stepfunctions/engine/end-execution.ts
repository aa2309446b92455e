import { arn } from '../../kernel/place.ts';
import type { StateError } from '../asl/errors.ts';
import type { Ending } from '../executions.ts';
import type { Document } from './document.ts';
import { errorDetails, outputDetails } from './event-details.ts';
import { settle } from './frame.ts';
import type { Run } from './run.ts';

/** The machine reached its end after the event `after`. */
export function succeed(run: Run, after: number, output: Document): void {
  run.dropAll();
  end(run, { status: 'SUCCEEDED', output: output.text });
  run.event(after, 'ExecutionSucceeded', outputDetails(output));
}

/** Nothing handled an error that came after the event `after`. */
export function failExecution(run: Run, after: number, error: StateError): void {
  const details = errorDetails(error);
  end(run, { status: 'FAILED', ...details });
  run.event(after, 'ExecutionFailed', details);
}

/** StopExecution. */
export function abort(run: Run, reason: Pick<Ending, 'error' | 'cause'>): void {
  end(run, { status: 'ABORTED', ...reason });
  run.event(0, 'ExecutionAborted', reason);
}

/** The machine's TimeoutSeconds are over; only the event names the error, DescribeExecution does not. */
export function timeOut(run: Run): void {
  end(run, { status: 'TIMED_OUT' });
  run.event(0, 'ExecutionTimedOut', { error: 'States.Timeout' });
}

const metricNames: Readonly<Record<Ending['status'], string>> = {
  SUCCEEDED: 'ExecutionsSucceeded',
  FAILED: 'ExecutionsFailed',
  ABORTED: 'ExecutionsAborted',
  TIMED_OUT: 'ExecutionsTimedOut',
};

/** Closes the execution. Its frames stay where they are for a redrive, but nothing moves them any more. */
function end(run: Run, ending: Ending): void {
  for (const open of run.allFrames()) {
    if (open.dueAt === null && open.token === null) continue;
    settle(open, open.phase);
    run.put(open);
  }
  run.ready.length = 0;
  run.launches.length = 0;
  run.execution = run.parts.executions.end(run.execution, ending);
  const dimensions = { StateMachineArn: run.machineArn };
  const put = (name: string, value: number, unit: string): void => {
    run.parts.metrics.put({ namespace: 'AWS/States', name, dimensions, value, unit });
  };
  put(metricNames[ending.status], 1, 'Count');
  put('ExecutionTime', run.now - run.execution.started_at, 'Milliseconds');
  announce(run);
}

/** Input and output longer than this (together) are left out of the event, which is limited itself. */
const largestInEvent = 248 * 1_024;

/** Tells the default bus that the execution's status changed. */
export function announce(run: Run): void {
  const { ground } = run.parts;
  const { name, status, input, output, error, cause, ...others } = run.execution;
  const isShort = input.length + (output?.length ?? 0) <= largestInEvent;
  const detail = {
    executionArn: run.executionArn,
    stateMachineArn: run.machineArn,
    name,
    status,
    startDate: others.started_at,
    stopDate: others.stopped_at,
    input: isShort ? input : null,
    output: isShort ? output : null,
    inputDetails: { included: isShort },
    outputDetails: output === null ? null : { included: isShort },
    stateMachineVersionArn: null,
    stateMachineAliasArn: null,
    redriveCount: others.redrives,
    redriveDate: others.redriven_at,
    error,
    cause,
  };
  ground.deliver({
    target: arn(ground.place, 'events', 'event-bus/default'),
    caller: { principal: 'states.amazonaws.com' },
    body: JSON.stringify({
      source: 'aws.states',
      'detail-type': 'Step Functions Execution Status Change',
      resources: [run.executionArn],
      detail,
    }),
    ...(others.trace_header === null ? {} : { traceHeader: others.trace_header }),
  });
}
