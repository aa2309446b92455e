import { DefectError } from '../../kernel/errors.ts';
import type { TaskState } from '../asl/definition.ts';
import { StateError } from '../asl/errors.ts';
import { resourceOf } from '../tasks/task-resource.ts';
import type { TaskResource } from '../tasks/task-resource.ts';
import { checkSize } from './document.ts';
import type { Document } from './document.ts';
import { errorDetails, inputDetails, outputDetails } from './event-details.ts';
import type { Frame } from './frame.ts';
import type { Verdict, Visit } from './visit.ts';

/** How a task's call ended. */
export type TaskOutcome = Document | StateError;

/** Task: fixes what the attempt calls, and calls it after the commit. */
export function beginTask(visit: Visit, state: TaskState): Verdict {
  const { run, frame } = visit;
  const { waitsForToken } = resourceOf(state.Resource);
  const attempt = run.parts.ground.random.uuid();
  frame.token = waitsForToken ? tokenOf(attempt) : null;
  frame.request = checkSize(visit.fill(state.Parameters, visit.input()), frame.state).text;
  const timeout = visit.number(state.TimeoutSeconds, state.TimeoutSecondsPath);
  const heartbeat = visit.number(state.HeartbeatSeconds, state.HeartbeatSecondsPath);
  const { enteredAt, enteredEvent, tries, item } = frame.memory;
  frame.memory = { enteredAt, enteredEvent, tries, item, attempt };
  if (timeout !== undefined) frame.memory.timeoutAt = run.now + timeout * 1_000;
  // Only who holds a token can send heartbeats.
  if (waitsForToken && heartbeat !== undefined) frame.memory.heartbeatMs = heartbeat * 1_000;
  frame.phase = 'task';
  taskBeats(visit);
  scheduled(visit, frame.request, { timeoutInSeconds: timeout, heartbeatInSeconds: heartbeat });
  run.launches.push(frame);
  return 'blocked';
}

function tokenOf(attempt: string): string {
  return Buffer.from(`token ${attempt}`).toString('base64');
}

/** Whether a text is a token that was made here, for whatever task. */
export function isToken(text: string): boolean {
  return /^token [\da-f-]{36}$/.test(Buffer.from(text, 'base64').toString());
}

type Limits = Readonly<Record<'timeoutInSeconds' | 'heartbeatInSeconds', number | undefined>>;

function scheduled(visit: Visit, request: string, limits: Limits): void {
  const { functionArn } = resourceIn(visit);
  if (functionArn !== undefined) {
    const { timeoutInSeconds } = limits;
    const input = inputDetails({ text: request });
    taskEvent(visit, 'Scheduled', { resource: functionArn, ...input, timeoutInSeconds });
    visit.event('LambdaFunctionStarted');
    return;
  }
  const { region } = visit.run.parts.ground.place;
  taskEvent(visit, 'Scheduled', { region, parameters: request, ...limits });
  taskEvent(visit, 'Started', {});
}

/** The call of a task was answered: the task is over, or waits for its token. */
export function taskAnswered(visit: Visit, outcome: TaskOutcome): Verdict {
  if (!resourceIn(visit).waitsForToken) return taskEnded(visit, outcome);
  if (outcome instanceof StateError) {
    taskEvent(visit, 'SubmitFailed', errorDetails(outcome));
    throw outcome;
  }
  taskEvent(visit, 'Submitted', outputDetails(outcome));
  visit.frame.phase = 'token';
  return 'blocked';
}

/** A task has its result or its error. */
export function taskEnded(visit: Visit, outcome: TaskOutcome): Verdict {
  if (outcome instanceof StateError) {
    taskEvent(visit, 'Failed', errorDetails(outcome));
    throw outcome;
  }
  const result = checkSize(outcome, visit.frame.state);
  taskEvent(visit, 'Succeeded', outputDetails(result));
  return { result };
}

/** A deadline of a task under way has come: always throws States.Timeout or States.HeartbeatTimeout. */
export function taskOverdue(visit: Visit): never {
  const isTimeout = (visit.frame.memory.timeoutAt ?? Infinity) <= visit.run.now;
  const error = new StateError(isTimeout ? 'States.Timeout' : 'States.HeartbeatTimeout', '');
  taskEvent(visit, 'TimedOut', errorDetails(error));
  throw error;
}

/** Who works on the task is alive: the heartbeat's deadline moves. */
export function taskBeats({ run, frame }: Visit): void {
  const { memory } = frame;
  if (memory.heartbeatMs !== undefined) memory.heartbeatAt = run.now + memory.heartbeatMs;
  frame.dueAt = nextDeadline(frame);
  run.put(frame);
}

function nextDeadline({ memory: { timeoutAt = Infinity, heartbeatAt = Infinity } }: Frame): number | null {
  const next = Math.min(timeoutAt, heartbeatAt);
  return next === Infinity ? null : next;
}

/** Tasks with a function's own ARN have events of another name, which do not say what they call. */
function taskEvent(visit: Visit, what: string, details: Readonly<Record<string, unknown>>): void {
  const { functionArn, resource, integration } = resourceIn(visit);
  if (functionArn !== undefined) visit.event(`LambdaFunction${what}`, details);
  else visit.event(`Task${what}`, { resourceType: integration.service, resource, ...details });
}

function resourceIn({ state }: Visit): TaskResource {
  if (state.Type === 'Task') return resourceOf(state.Resource);
  throw new DefectError(`a state of type ${state.Type} is taken for a task`);
}
