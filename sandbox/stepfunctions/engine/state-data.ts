import type { Json } from '../../kernel/json.ts';
import type { State } from '../asl/definition.ts';
import type { StateError } from '../asl/errors.ts';
import { runtimeError } from '../asl/errors.ts';
import { pathOf } from '../asl/json-path.ts';
import { expressionOf, templateOf } from '../asl/payload-template.ts';
import { placeAt } from '../asl/reference-path.ts';
import type { Scope } from '../asl/scope.ts';
import { checkSize, Document } from './document.ts';
import type { Frame } from './frame.ts';
import type { Run } from './run.ts';

/** What a state's paths see when `input` is its `$`. */
export function scopeOf(run: Run, frame: Frame, input: Json): Scope {
  let context: Json | undefined;
  return { input, random: run.parts.ground.random, context: () => (context ??= contextOf(run, frame)) };
}

/** The context object, `$$`. */
function contextOf(run: Run, frame: Frame): Json {
  const { execution, revision } = run;
  const { enteredAt, tries = {}, item } = frame.memory;
  return {
    Execution: {
      Id: run.executionArn,
      Input: JSON.parse(execution.input) as Json, // checked by StartExecution
      Name: execution.name,
      RoleArn: revision.roleArn,
      StartTime: iso(execution.started_at),
      RedriveCount: execution.redrives,
      ...(execution.redriven_at === null ? {} : { RedriveTime: iso(execution.redriven_at) }),
    },
    State: {
      EnteredTime: iso(enteredAt ?? run.now),
      Name: frame.state,
      RetryCount: Object.values(tries).reduce((sum, count) => sum + count, 0),
    },
    StateMachine: { Id: run.machineArn, Name: execution.machine },
    ...(frame.token === null ? {} : { Task: { Token: frame.token } }),
    ...(item === undefined ? {} : { Map: { Item: { Index: item.index, Value: item.value } } }),
  };
}

/** A state's raw input after InputPath. */
export function inputAfterPath(run: Run, frame: Frame, state: State): Document {
  const path = 'InputPath' in state ? state.InputPath : undefined;
  return throughPath(run, frame, { path, document: frame.input });
}

/** `document` after a payload template, if there is one. */
export function throughTemplate(
  run: Run,
  frame: Frame,
  use: { template: Json | undefined; document: Document },
): Document {
  if (use.template === undefined) return use.document;
  return Document.of(templateOf(use.template)(scopeOf(run, frame, use.document.value)));
}

/** The number that a state gives plainly or by a path. */
export function numberAt(
  run: Run,
  frame: Frame,
  use: { number: number | undefined; path: string | undefined },
): number | undefined {
  if (use.path === undefined) return use.number;
  const input = inputAfterPath(run, frame, run.state(frame)).value;
  const value = pathOf(use.path).read(scopeOf(run, frame, input));
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0) return value;
  throw runtimeError(
    `The path '${use.path}' of state '${frame.state}' gives no whole number: ${JSON.stringify(value)}`,
  );
}

/** The text that a Fail state gives plainly or by a path or intrinsic function. */
export function textAt(
  run: Run,
  frame: Frame,
  use: { text: string | undefined; path: string | undefined },
): string | undefined {
  if (use.path === undefined) return use.text;
  const value = expressionOf(use.path, 'Fail')(scopeOf(run, frame, frame.input.value));
  if (typeof value === 'string') return value;
  throw runtimeError(`The path '${use.path}' of state '${frame.state}' gives no text`);
}

/** A state's output from its result: ResultSelector, ResultPath, OutputPath. */
export function outputOf(run: Run, frame: Frame, result: Document): Document {
  const state = run.state(frame);
  const template = 'ResultSelector' in state ? state.ResultSelector : undefined;
  const selected = throughTemplate(run, frame, { template, document: result });
  const placed = 'ResultPath' in state ? placeResult(frame.input, state.ResultPath, selected) : selected;
  const path = 'OutputPath' in state ? state.OutputPath : undefined;
  return checkSize(throughPath(run, frame, { path, document: placed }), frame.state);
}

/** `result` inside the raw input, as ResultPath says; null drops it. */
export function placeResult(input: Document, path: string | null | undefined, result: Document): Document {
  if (path === undefined || path === '$') return result;
  return path === null ? input : Document.of(placeAt(input.value, path, result.value));
}

function throughPath(
  run: Run,
  frame: Frame,
  use: { path: string | null | undefined; document: Document },
): Document {
  const { path, document } = use;
  if (path === undefined || path === '$') return document;
  if (path === null) return Document.of({});
  const value = pathOf(path).read(scopeOf(run, frame, document.value));
  if (value !== undefined) return Document.of(value);
  throw runtimeError(`Invalid path '${path}': there is nothing at it in the input.`);
}

/** Details of an event about `document`. */
export function inputDetails(document: Document): Readonly<Record<string, unknown>> {
  return { input: document.text, inputDetails: { truncated: false } };
}

/** Details of an event about `document`. */
export function outputDetails(document: Document): Readonly<Record<string, unknown>> {
  return { output: document.text, outputDetails: { truncated: false } };
}

/** Error and Cause of an event: AWS cuts long ones and leaves out empty ones. */
export function errorDetails({ error, message }: StateError): {
  readonly error?: string;
  readonly cause?: string;
} {
  return {
    ...(error === '' ? {} : { error: error.slice(0, 256) }),
    ...(message === '' ? {} : { cause: message.slice(0, 32_768) }),
  };
}

const iso = (ms: number): string => new Date(ms).toISOString();
