import { arn } from '../../kernel/place.ts';
import type { Ending } from '../executions.ts';
import { outputDetails } from './event-details.ts';
import { settle } from './frame.ts';
import type { Run } from './run.ts';

const words = { SUCCEEDED: 'Succeeded', FAILED: 'Failed', ABORTED: 'Aborted', TIMED_OUT: 'TimedOut' };

/**
 * Closes the execution after the event `after`. Unless it succeeded its frames stay where they are for a redrive, but
 * nothing moves them any more.
 */
export function endExecution(run: Run, after: number, ending: Ending): void {
  if (ending.status === 'SUCCEEDED') run.dropAll();
  for (const open of run.allFrames()) {
    if (open.dueAt === null && open.token === null) continue;
    settle(open, open.phase);
    run.put(open);
  }
  run.ready.length = 0;
  run.launches.length = 0;
  run.execution = run.parts.executions.end(run.execution, ending);
  const word = words[ending.status];
  run.metric(`Executions${word}`, 1, 'Count');
  run.metric('ExecutionTime', run.now - run.execution.started_at, 'Milliseconds');
  announce(run);
  run.event(after, `Execution${word}`, eventDetails(ending));
}

function eventDetails({ status, output, error, cause }: Ending): Readonly<Record<string, unknown>> {
  if (status === 'SUCCEEDED') return outputDetails({ text: output ?? '' });
  // Only the event names this error, DescribeExecution does not.
  return status === 'TIMED_OUT' ? { error: 'States.Timeout' } : { error, cause };
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
