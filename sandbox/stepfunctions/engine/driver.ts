import { StateError } from '../asl/errors.ts';
import { defaultMaxAttempts, isTerminal, retryDelay, ruleFor } from '../asl/retry.ts';
import { beginMap, beginParallel, childEnded, childFailed } from './branching-states.ts';
import { Document } from './document.ts';
import { endExecution } from './end-execution.ts';
import { errorDetails, inputDetails, outputDetails } from './event-details.ts';
import { settle } from './frame.ts';
import type { Frame } from './frame.ts';
import type { Run } from './run.ts';
import { beginChoice, beginFail, beginPass, beginWait } from './simple-states.ts';
import { beginTask } from './task-state.ts';
import { Visit } from './visit.ts';
import type { Verdict } from './visit.ts';

/** So many states are entered in one transaction at most, so that a loop of Pass states cannot hold up everybody. */
const mostStatesPerCommit = 500;

/** Moves every frame that can move, until all wait for something or the execution has ended. */
export function advance(run: Run): void {
  for (let count = 0; run.isOpen && !run.isFull; count += 1) {
    const frame = run.ready.shift();
    if (frame === undefined) return;
    if (count < mostStatesPerCommit) {
      enter(run, frame);
      continue;
    }
    frame.dueAt = run.now;
    run.put(frame);
  }
}

/** Lets `act` say what became of a frame's state, and goes on from there. */
export function proceed(visit: Visit, act: () => Verdict): void {
  const { run, frame } = visit;
  run.put(frame);
  try {
    const verdict = act();
    if (verdict !== 'blocked') leave(visit, verdict);
  } catch (thrown) {
    if (!(thrown instanceof StateError)) throw thrown;
    fail(visit, located(frame, thrown));
  }
}

/** Errors that come from reading the definition against the data, and not from a task. */
const interpreterErrors = new Set([
  'States.Runtime',
  'States.IntrinsicFailure',
  'States.ResultPathMatchFailure',
]);

/** An error of the interpreter says where it happened. */
function located(frame: Frame, thrown: StateError): StateError {
  if (!interpreterErrors.has(thrown.error)) return thrown;
  const at = `'${frame.state}' (entered at the event id #${String(frame.memory.enteredEvent)})`;
  return new StateError(thrown.error, `An error occurred while executing the state ${at}. ${thrown.message}`);
}

function enter(run: Run, frame: Frame): void {
  const visit = new Visit(run, frame);
  frame.memory = { enteredAt: run.now, item: frame.memory.item };
  settle(frame, 'ready');
  visit.event(`${visit.state.Type}StateEntered`, { name: frame.state, ...inputDetails(frame.input) });
  frame.memory.enteredEvent = frame.lastEvent;
  begin(visit);
}

/** Begins the state of a frame, for the first time or again; `enter` has recorded that it was entered. */
export function begin(visit: Visit): void {
  proceed(visit, () => beginState(visit));
}

function beginState(visit: Visit): Verdict {
  const { state } = visit;
  switch (state.Type) {
    case 'Task':
      return beginTask(visit, state);
    case 'Pass':
      return beginPass(visit, state);
    case 'Choice':
      return beginChoice(visit, state);
    case 'Wait':
      return beginWait(visit, state);
    case 'Succeed':
      return { result: visit.input() };
    case 'Fail':
      return beginFail(visit, state);
    case 'Parallel':
      return beginParallel(visit, state);
    case 'Map':
      return beginMap(visit, state);
  }
}

function leave(visit: Visit, verdict: Exclude<Verdict, 'blocked'>): void {
  const { run, frame, state } = visit;
  const output = visit.output(verdict.result);
  const next = verdict.next ?? ('Next' in state ? state.Next : undefined);
  exit(visit, output, next);
  if (next !== undefined) return;
  const parent = run.parent(frame);
  if (parent === undefined) {
    endExecution(run, frame.lastEvent, { status: 'SUCCEEDED', output: output.text });
    return;
  }
  const above = new Visit(run, parent);
  proceed(above, () => childEnded(above, frame));
}

/** Leaves the state with its output, which is the input of the next one. */
function exit(visit: Visit, output: Document, next: string | undefined): void {
  const { run, frame, state } = visit;
  visit.event(`${state.Type}StateExited`, { name: frame.state, ...outputDetails(output) });
  frame.input = output;
  settle(frame, next === undefined ? 'done' : 'ready');
  if (next === undefined) return;
  frame.state = next;
  run.ready.push(frame);
}

function fail(visit: Visit, error: StateError): void {
  if (triesAgain(visit, error)) return;
  const { run, frame, state } = visit;
  const caught = 'Catch' in state ? ruleFor(state.Catch, error) : undefined;
  if (caught === undefined) {
    failFrame(visit, error);
    return;
  }
  run.dropBelow(frame.path);
  const { error: Error = '', cause: Cause = '' } = errorDetails(error);
  try {
    exit(visit, visit.place(caught.rule.ResultPath, Document.of({ Error, Cause })), caught.rule.Next);
  } catch (thrown) {
    if (!(thrown instanceof StateError)) throw thrown;
    failFrame(visit, located(frame, thrown));
  }
}

function triesAgain({ run, frame, state }: Visit, error: StateError): boolean {
  const retry = 'Retry' in state ? ruleFor(state.Retry, error) : undefined;
  if (retry === undefined) return false;
  const { tries = {} } = frame.memory;
  const attempt = (tries[retry.index] ?? 0) + 1;
  if (attempt > (retry.rule.MaxAttempts ?? defaultMaxAttempts)) return false;
  run.dropBelow(frame.path);
  settle(frame, 'retry');
  frame.memory.tries = { ...tries, [retry.index]: attempt };
  frame.dueAt = run.now + retryDelay(retry.rule, attempt, run.parts.ground.random);
  return true;
}

function failFrame({ run, frame }: Visit, error: StateError): void {
  // A redrive goes on where something failed: in a branch below, or with this state as a whole.
  const isBelow = run.framesBelow(frame.path).some(({ phase }) => phase === 'failed');
  if (!isBelow) run.dropBelow(frame.path);
  settle(frame, isBelow ? 'children' : 'failed');
  run.put(frame);
  const parent = run.parent(frame);
  if (parent === undefined || isTerminal(error)) {
    endExecution(run, frame.lastEvent, { status: 'FAILED', ...errorDetails(error) });
    return;
  }
  const above = new Visit(run, parent);
  childFailed(above, frame);
  fail(above, error);
}
