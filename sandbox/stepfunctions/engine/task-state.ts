import type { TaskState } from '../asl/definition.ts';
import { StateError } from '../asl/errors.ts';
import { resourceOf } from '../tasks/task-resource.ts';
import type { TaskResource } from '../tasks/task-resource.ts';
import { checkSize } from './document.ts';
import type { Document } from './document.ts';
import type { Frame } from './frame.ts';
import type { Run } from './run.ts';
import { errorDetails, inputAfterPath, numberAt, outputDetails, throughTemplate } from './state-data.ts';
import type { Verdict } from './verdict.ts';

/** How a task's call ended. */
export type TaskOutcome = Document | StateError;

/** Task: fixes what the attempt calls, and calls it after the commit. */
export function beginTask(run: Run, frame: Frame, state: TaskState): Verdict {
  const resource = resourceOf(state.Resource);
  const { random, place } = run.parts.ground;
  const attempt = random.uuid();
  frame.token = resource.waitsFor === 'token' ? taskToken(attempt) : null;
  const document = inputAfterPath(run, frame, state);
  const parameters = throughTemplate(run, frame, { template: state.Parameters, document });
  frame.request = checkSize(parameters, frame.state).text;
  const timeout = numberAt(run, frame, { number: state.TimeoutSeconds, path: state.TimeoutSecondsPath });
  const heartbeat = numberAt(run, frame, {
    number: state.HeartbeatSeconds,
    path: state.HeartbeatSecondsPath,
  });
  // Only who holds a token can send heartbeats.
  const beats = resource.waitsFor === 'token' && heartbeat !== undefined;
  frame.memory = {
    ...lastingMemory(frame),
    attempt,
    ...(timeout === undefined ? {} : { timeoutAt: run.now + timeout * 1_000 }),
    ...(beats ? { heartbeatMs: heartbeat * 1_000, heartbeatAt: run.now + heartbeat * 1_000 } : {}),
  };
  frame.phase = 'task';
  frame.dueAt = nextDeadline(frame);
  const limits = {
    ...(timeout === undefined ? {} : { timeoutInSeconds: timeout }),
    ...(resource.functionArn !== undefined || heartbeat === undefined
      ? {}
      : { heartbeatInSeconds: heartbeat }),
  };
  if (resource.functionArn !== undefined) {
    run.event(frame, 'LambdaFunctionScheduled', {
      lambdaFunctionScheduledEventDetails: {
        resource: resource.functionArn,
        input: frame.request,
        inputDetails: { truncated: false },
        ...limits,
      },
    });
    run.event(frame, 'LambdaFunctionStarted');
  } else {
    const details = { ...typeOf(resource), region: place.region, parameters: frame.request, ...limits };
    run.event(frame, 'TaskScheduled', { taskScheduledEventDetails: details });
    run.event(frame, 'TaskStarted', { taskStartedEventDetails: typeOf(resource) });
  }
  run.launches.push(frame);
  return 'blocked';
}

/** The call of a task was answered: the task is over, or waits for more than the answer. */
export function taskAnswered(run: Run, frame: Frame, outcome: TaskOutcome): Verdict {
  const resource = resourceIn(run, frame);
  if (resource.waitsFor === 'answer') return taskEnded(run, frame, outcome);
  if (outcome instanceof StateError) {
    run.event(frame, 'TaskSubmitFailed', {
      taskSubmitFailedEventDetails: { ...typeOf(resource), ...errorDetails(outcome) },
    });
    throw outcome;
  }
  run.event(frame, 'TaskSubmitted', {
    taskSubmittedEventDetails: { ...typeOf(resource), ...outputDetails(outcome) },
  });
  frame.phase = 'token';
  if (resource.waitsFor === 'execution') frame.token = waitToken(startedExecution(outcome));
  return 'blocked';
}

/** A task has its result or its error. */
export function taskEnded(run: Run, frame: Frame, outcome: TaskOutcome): Verdict {
  const resource = resourceIn(run, frame);
  const isFunction = resource.functionArn !== undefined;
  if (outcome instanceof StateError) {
    if (isFunction)
      run.event(frame, 'LambdaFunctionFailed', { lambdaFunctionFailedEventDetails: errorDetails(outcome) });
    else
      run.event(frame, 'TaskFailed', {
        taskFailedEventDetails: { ...typeOf(resource), ...errorDetails(outcome) },
      });
    throw outcome;
  }
  const result = checkSize(outcome, frame.state);
  if (isFunction) {
    run.event(frame, 'LambdaFunctionSucceeded', {
      lambdaFunctionSucceededEventDetails: outputDetails(result),
    });
  } else {
    run.event(frame, 'TaskSucceeded', {
      taskSucceededEventDetails: { ...typeOf(resource), ...outputDetails(result) },
    });
  }
  return { result };
}

/** A deadline of a task under way has come: always throws States.Timeout or States.HeartbeatTimeout. */
export function taskOverdue(run: Run, frame: Frame): never {
  const isTimeout = (frame.memory.timeoutAt ?? Infinity) <= run.now;
  const error = new StateError(isTimeout ? 'States.Timeout' : 'States.HeartbeatTimeout', '');
  const resource = resourceIn(run, frame);
  if (resource.functionArn !== undefined) {
    run.event(frame, 'LambdaFunctionTimedOut', {
      lambdaFunctionTimedOutEventDetails: { error: error.error },
    });
  } else {
    run.event(frame, 'TaskTimedOut', {
      taskTimedOutEventDetails: { ...typeOf(resource), error: error.error },
    });
  }
  throw error;
}

/** Moves the heartbeat's deadline. */
export function taskBeats(run: Run, frame: Frame): void {
  const { memory } = frame;
  if (memory.heartbeatMs !== undefined) memory.heartbeatAt = run.now + memory.heartbeatMs;
  frame.dueAt = nextDeadline(frame);
  run.put(frame);
}

/** The token under which a frame waits for the end of another execution. */
export function waitToken(executionArn: string): string {
  return `execution ${executionArn}`;
}

/** The execution that a frame waits for, if it does. */
export function awaitedExecution(token: string | null): string | undefined {
  return token?.startsWith('execution ') === true ? token.slice('execution '.length) : undefined;
}

function taskToken(attempt: string): string {
  return Buffer.from(`token ${attempt}`).toString('base64');
}

function startedExecution(answer: Document): string {
  const { ExecutionArn } = answer.value as { readonly ExecutionArn: string }; // as our own StartExecution answers
  return ExecutionArn;
}

function resourceIn(run: Run, frame: Frame): TaskResource {
  const state = run.state(frame);
  return resourceOf(state.Type === 'Task' ? state.Resource : '');
}

function typeOf({ integration, resource }: TaskResource): {
  readonly resourceType: string;
  readonly resource: string;
} {
  return { resourceType: integration.resourceType, resource };
}

function nextDeadline({ memory: { timeoutAt = Infinity, heartbeatAt = Infinity } }: Frame): number | null {
  const next = Math.min(timeoutAt, heartbeatAt);
  return next === Infinity ? null : next;
}

/** What a frame remembers from one attempt to the next. */
function lastingMemory({ memory: { enteredAt, enteredEvent, tries, item } }: Frame): Frame['memory'] {
  return {
    ...(enteredAt === undefined ? {} : { enteredAt }),
    ...(enteredEvent === undefined ? {} : { enteredEvent }),
    ...(tries === undefined ? {} : { tries }),
    ...(item === undefined ? {} : { item }),
  };
}
