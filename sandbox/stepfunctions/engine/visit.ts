import type { Json } from '../../kernel/json.ts';
import type { State } from '../asl/definition.ts';
import { runtimeError } from '../asl/errors.ts';
import { pathOf } from '../asl/json-path.ts';
import { expressionOf, templateOf } from '../asl/payload-template.ts';
import { placeAt } from '../asl/reference-path.ts';
import type { Scope } from '../asl/json-path.ts';
import { checkSize, Document } from './document.ts';
import type { Frame } from './frame.ts';
import type { Run } from './run.ts';

/** What became of a state: it waits for something, or it ended with a result (errors are thrown as StateError). */
export type Verdict =
  | 'blocked'
  | {
      readonly result: Document;
      /** Where a Choice state goes; other states go where their definition says. */
      readonly next?: string;
    };

/** A frame at one state of its branch, and how that state reads its data. */
export class Visit {
  readonly run: Run;
  readonly frame: Frame;
  readonly state: State;

  constructor(run: Run, frame: Frame) {
    this.run = run;
    this.frame = frame;
    this.state = run.state(frame);
  }

  /** Records that something happened in this state. */
  event(type: string, details?: Readonly<Record<string, unknown>>): void {
    this.run.event(this.frame, type, details);
  }

  /** What the state's paths see when `input` is their `$`. */
  scope(input: Json): Scope {
    let context: Json | undefined;
    return {
      input,
      random: this.run.parts.ground.random,
      context: () => (context ??= contextOf(this.run, this.frame)),
    };
  }

  /** The raw input after InputPath. */
  input(): Document {
    return this.#through('InputPath' in this.state ? this.state.InputPath : undefined, this.frame.input);
  }

  /** `document` after a payload template, if there is one. */
  fill(template: Json | undefined, document: Document): Document {
    return template === undefined ? document : Document.of(templateOf(template)(this.scope(document.value)));
  }

  /** What stands at a path of the input. */
  read(path: string): Json | undefined {
    return pathOf(path).read(this.scope(this.input().value));
  }

  /** A number that the state gives plainly or by a path. */
  number(plain: number | undefined, path: string | undefined): number | undefined {
    if (path === undefined) return plain;
    const value = this.read(path);
    if (typeof value === 'number' && Number.isInteger(value) && value >= 0) return value;
    throw runtimeError(
      `The path '${path}' of state '${this.frame.state}' gives no whole number: ${JSON.stringify(value)}`,
    );
  }

  /** A text that the state gives plainly, or by a path or intrinsic function. */
  text(plain: string | undefined, path: string | undefined): string | undefined {
    if (path === undefined) return plain;
    const value = expressionOf(path, 'Fail')(this.scope(this.frame.input.value));
    if (typeof value === 'string') return value;
    throw runtimeError(`The path '${path}' of state '${this.frame.state}' gives no text`);
  }

  /** The output for a result: ResultSelector, ResultPath, OutputPath. */
  output(result: Document): Document {
    const { state, frame } = this;
    const selected = this.fill('ResultSelector' in state ? state.ResultSelector : undefined, result);
    const placed = 'ResultPath' in state ? this.place(state.ResultPath, selected) : selected;
    return checkSize(
      this.#through('OutputPath' in state ? state.OutputPath : undefined, placed),
      frame.state,
    );
  }

  /** `result` inside the raw input, as a ResultPath says; null drops it. */
  place(path: string | null | undefined, result: Document): Document {
    if (path === undefined || path === '$') return result;
    const { input } = this.frame;
    return path === null ? input : Document.of(placeAt(input.value, path, result.value));
  }

  #through(path: string | null | undefined, document: Document): Document {
    if (path === undefined || path === '$') return document;
    if (path === null) return Document.of({});
    const value = pathOf(path).read(this.scope(document.value));
    if (value !== undefined) return Document.of(value);
    throw runtimeError(`Invalid path '${path}': there is nothing at it in the input.`);
  }
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

const iso = (ms: number): string => new Date(ms).toISOString();
