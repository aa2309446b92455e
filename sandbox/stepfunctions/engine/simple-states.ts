import type { ChoiceState, FailState, PassState, WaitState } from '../asl/definition.ts';
import { choiceTestOf } from '../asl/choice-rule.ts';
import { runtimeError, StateError } from '../asl/errors.ts';
import { instantOf } from '../asl/instant.ts';
import { Document } from './document.ts';
import type { Verdict, Visit } from './visit.ts';

/** Pass: its Result, or its input. */
export function beginPass(visit: Visit, state: PassState): Verdict {
  const input = visit.fill(state.Parameters, visit.input());
  return { result: state.Result === undefined ? input : Document.of(state.Result) };
}

/** Choice: the first rule that holds. */
export function beginChoice(visit: Visit, state: ChoiceState): Verdict {
  const result = visit.input();
  const scope = visit.scope(result.value);
  const next = state.Choices.find((rule) => choiceTestOf(rule)(scope))?.Next ?? state.Default;
  if (next === undefined)
    throw runtimeError('Failed to transition out of the state. The state does not point to a next state.');
  return { result, next };
}

/** Wait: until a time; a time that has passed is over at once. */
export function beginWait(visit: Visit, state: WaitState): Verdict {
  const { run, frame } = visit;
  const until = frame.memory.until ?? endOfWait(visit, state);
  if (until <= run.now) return { result: visit.input() };
  frame.memory.until = until;
  frame.phase = 'wait';
  frame.dueAt = until;
  return 'blocked';
}

function endOfWait(visit: Visit, { Seconds, SecondsPath, Timestamp, TimestampPath }: WaitState): number {
  const seconds = visit.number(Seconds, SecondsPath);
  if (seconds !== undefined) return visit.run.now + seconds * 1_000;
  const timestamp = TimestampPath === undefined ? Timestamp : visit.read(TimestampPath);
  const until = instantOf(timestamp);
  if (until !== undefined) return until;
  throw runtimeError(`The state '${visit.frame.state}' waits for no timestamp: ${JSON.stringify(timestamp)}`);
}

/** Fail: always throws the error of the state. */
export function beginFail(visit: Visit, { Error, ErrorPath, Cause, CausePath }: FailState): never {
  throw new StateError(visit.text(Error, ErrorPath) ?? '', visit.text(Cause, CausePath) ?? '');
}
