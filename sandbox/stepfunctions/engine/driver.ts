import type { State } from '../asl/definition.ts';
import { StateError } from '../asl/errors.ts';
import { defaultMaxAttempts, isTerminal, retryDelay, ruleFor } from '../asl/retry.ts';
import { beginMap, beginParallel, childEnded, childFailed } from './branching-states.ts';
import { Document } from './document.ts';
import { failExecution, succeed } from './end-execution.ts';
import type { Frame } from './frame.ts';
import type { Run } from './run.ts';
import { beginChoice, beginFail, beginPass, beginWait } from './simple-states.ts';
import {
  errorDetails,
  inputAfterPath,
  inputDetails,
  outputDetails,
  outputOf,
  placeResult,
} from './state-data.ts';
import { beginTask } from './task-state.ts';
import type { Verdict } from './verdict.ts';

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
    count -= 1;
  }
}

/** Lets `act` say what became of a frame's state, and goes on from there. */
export function proceed(run: Run, frame: Frame, act: () => Verdict): void {
  run.put(frame);
  try {
    const verdict = act();
    if (verdict !== 'blocked') leave(run, frame, verdict);
  } catch (thrown) {
    if (!(thrown instanceof StateError)) throw thrown;
    fail(run, frame, located(frame, thrown));
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

/** Begins the state of a frame, for the first time or again; `enter` has recorded that it was entered. */
export function begin(run: Run, frame: Frame): void {
  proceed(run, frame, () => beginState(run, frame, run.state(frame)));
}

function enter(run: Run, frame: Frame): void {
  const { item } = frame.memory;
  frame.memory = { enteredAt: run.now, ...(item === undefined ? {} : { item }) };
  frame.token = null;
  frame.dueAt = null;
  run.event(frame, `${run.state(frame).Type}StateEntered`, {
    stateEnteredEventDetails: { name: frame.state, ...inputDetails(frame.input) },
  });
  frame.memory.enteredEvent = frame.lastEvent;
  begin(run, frame);
}

function beginState(run: Run, frame: Frame, state: State): Verdict {
  switch (state.Type) {
    case 'Task':
      return beginTask(run, frame, state);
    case 'Pass':
      return beginPass(run, frame, state);
    case 'Choice':
      return beginChoice(run, frame, state);
    case 'Wait':
      return beginWait(run, frame, state);
    case 'Succeed':
      return { result: inputAfterPath(run, frame, state) };
    case 'Fail':
      return beginFail(run, frame, state);
    case 'Parallel':
      return beginParallel(run, frame, state);
    case 'Map':
      return beginMap(run, frame, state);
  }
}

function leave(run: Run, frame: Frame, verdict: Exclude<Verdict, 'blocked'>): void {
  const state = run.state(frame);
  const output = outputOf(run, frame, verdict.result);
  const next = verdict.next ?? ('Next' in state ? state.Next : undefined);
  exit(run, frame, output);
  if (next === undefined) endFrame(run, frame, output);
  else goTo(run, frame, { state: next, input: output });
}

function exit(run: Run, frame: Frame, output: Document): void {
  run.event(frame, `${run.state(frame).Type}StateExited`, {
    stateExitedEventDetails: { name: frame.state, ...outputDetails(output) },
  });
}

function goTo(run: Run, frame: Frame, next: { readonly state: string; readonly input: Document }): void {
  frame.state = next.state;
  frame.input = next.input;
  frame.phase = 'ready';
  frame.request = null;
  frame.dueAt = null;
  frame.token = null;
  run.ready.push(frame);
}

function endFrame(run: Run, frame: Frame, output: Document): void {
  const parent = run.parent(frame);
  if (parent === undefined) {
    succeed(run, frame, output);
    return;
  }
  frame.phase = 'done';
  frame.input = output;
  frame.request = null;
  frame.dueAt = null;
  frame.token = null;
  proceed(run, parent, () => childEnded(run, parent, frame));
}

function fail(run: Run, frame: Frame, error: StateError): void {
  const state = run.state(frame);
  const { tries = {} } = frame.memory;
  const retry = 'Retry' in state ? ruleFor(state.Retry, error) : undefined;
  if (retry !== undefined) {
    const attempt = (tries[retry.index] ?? 0) + 1;
    if (attempt <= (retry.rule.MaxAttempts ?? defaultMaxAttempts)) {
      frame.memory.tries = { ...tries, [retry.index]: attempt };
      run.dropBelow(frame.path);
      frame.phase = 'retry';
      frame.token = null;
      frame.dueAt = run.now + retryDelay(retry.rule, attempt, run.parts.ground.random);
      return;
    }
  }
  const caught = 'Catch' in state ? ruleFor(state.Catch, error) : undefined;
  if (caught !== undefined) {
    run.dropBelow(frame.path);
    const { error: Error = '', cause: Cause = '' } = errorDetails(error);
    const output = placeResult(frame.input, caught.rule.ResultPath, Document.of({ Error, Cause }));
    exit(run, frame, output);
    goTo(run, frame, { state: caught.rule.Next, input: output });
    return;
  }
  failFrame(run, frame, error);
}

function failFrame(run: Run, frame: Frame, error: StateError): void {
  if (frame.phase !== 'children') frame.phase = 'failed';
  frame.dueAt = null;
  frame.token = null;
  run.put(frame);
  const parent = run.parent(frame);
  if (parent === undefined || isTerminal(error)) {
    failExecution(run, frame.lastEvent, error);
    return;
  }
  childFailed(run, parent, frame);
  fail(run, parent, error);
}
