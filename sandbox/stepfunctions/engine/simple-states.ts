import type { ChoiceState, FailState, PassState, WaitState } from '../asl/definition.ts';
import { choiceTestOf } from '../asl/choice-rule.ts';
import { runtimeError, StateError } from '../asl/errors.ts';
import { instantOf } from '../asl/instant.ts';
import { pathOf } from '../asl/json-path.ts';
import { Document } from './document.ts';
import type { Frame } from './frame.ts';
import type { Run } from './run.ts';
import { inputAfterPath, numberAt, scopeOf, textAt, throughTemplate } from './state-data.ts';
import type { Verdict } from './verdict.ts';

/** Pass: its Result, or its input. */
export function beginPass(run: Run, frame: Frame, state: PassState): Verdict {
  const document = inputAfterPath(run, frame, state);
  const input = throughTemplate(run, frame, { template: state.Parameters, document });
  return { result: state.Result === undefined ? input : Document.of(state.Result) };
}

/** Choice: the first rule that holds. */
export function beginChoice(run: Run, frame: Frame, state: ChoiceState): Verdict {
  const result = inputAfterPath(run, frame, state);
  const scope = scopeOf(run, frame, result.value);
  const next = state.Choices.find((rule) => choiceTestOf(rule)(scope))?.Next ?? state.Default;
  if (next === undefined)
    throw runtimeError('Failed to transition out of the state. The state does not point to a next state.');
  return { result, next };
}

/** Wait: until a time; a time that has passed is over at once. */
export function beginWait(run: Run, frame: Frame, state: WaitState): Verdict {
  const until = frame.memory.until ?? endOfWait(run, frame, state);
  if (until <= run.now) return { result: inputAfterPath(run, frame, state) };
  frame.memory.until = until;
  frame.phase = 'wait';
  frame.dueAt = until;
  return 'blocked';
}

function endOfWait(run: Run, frame: Frame, state: WaitState): number {
  const seconds = numberAt(run, frame, { number: state.Seconds, path: state.SecondsPath });
  if (seconds !== undefined) return run.now + seconds * 1_000;
  const input = inputAfterPath(run, frame, state).value;
  const path = state.TimestampPath;
  const timestamp = path === undefined ? state.Timestamp : pathOf(path).read(scopeOf(run, frame, input));
  const until = instantOf(timestamp);
  if (until !== undefined) return until;
  throw runtimeError(`The state '${frame.state}' waits for no timestamp: ${JSON.stringify(timestamp)}`);
}

/** Fail: always throws the error of the state. */
export function beginFail(run: Run, frame: Frame, state: FailState): never {
  const error = textAt(run, frame, { text: state.Error, path: state.ErrorPath });
  const cause = textAt(run, frame, { text: state.Cause, path: state.CausePath });
  throw new StateError(error ?? '', cause ?? '');
}
