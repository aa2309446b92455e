import { parseJson } from '../../kernel/json.ts';
import { messageOf } from '../../kernel/errors.ts';
import { resourceOf } from '../tasks/task-resource.ts';
import { choiceTestOf } from './choice-rule.ts';
import { machineSchema } from './definition.ts';
import type { Branch, MapState, State } from './definition.ts';
import { instantOf } from './instant.ts';
import { expressionOf, templateOf } from './payload-template.ts';
import { pathOf } from './json-path.ts';
import { referenceOf } from './reference-path.ts';

/** Something wrong with a definition. */
export interface Problem {
  /** `SCHEMA_VALIDATION_FAILED`, `MISSING_TRANSITION_TARGET` and the like. */
  readonly code: string;
  readonly message: string;
  /** As AWS writes it: `/States/Both/Branches[0]/States/Check/Next`. */
  readonly location: string;
}

/** A definition that can be run. */
export interface Program {
  readonly timeoutSeconds?: number;
  /** The machine (location '') and every branch and processor inside it, by location. */
  readonly branches: ReadonlyMap<string, Branch>;
}

/** Where the branch `index` of the state `name` stands in a definition. */
export function branchLocation(scope: string, name: string, index: number): string {
  return `${stateLocation(scope, name)}/Branches[${String(index)}]`;
}

/** Where the processor of the Map state `name` stands. */
export function processorLocation(scope: string, name: string): string {
  return `${stateLocation(scope, name)}/ItemProcessor`;
}

/** The processor of a Map state, under its present or its former name. */
export function processorOf(state: MapState): Branch | undefined {
  return state.ItemProcessor ?? state.Iterator;
}

/** Understands the text of a definition: a program, or everything that is wrong with it. */
export function parseDefinition(
  text: string,
): { readonly program: Program } | { readonly problems: readonly Problem[] } {
  const definition = parseJson(text);
  if (definition === undefined) {
    return {
      problems: [
        { code: 'INVALID_JSON_DESCRIPTION', message: 'The definition is not valid JSON', location: '' },
      ],
    };
  }
  const parsed = machineSchema.safeParse(definition);
  if (!parsed.success) {
    return {
      problems: parsed.error.issues.map((issue) => ({
        code: 'SCHEMA_VALIDATION_FAILED',
        message:
          issue.code === 'unrecognized_keys'
            ? `Field '${issue.keys.join("', '")}' is not supported`
            : issue.message,
        location: issue.path
          .map((part) => (typeof part === 'number' ? `[${String(part)}]` : `/${escape(String(part))}`))
          .join(''),
      })),
    };
  }
  const check = new Check();
  check.branch(parsed.data, '');
  if (check.problems.length > 0) return { problems: check.problems };
  const { TimeoutSeconds: timeoutSeconds } = parsed.data;
  return {
    program: { branches: check.branches, ...(timeoutSeconds === undefined ? {} : { timeoutSeconds }) },
  };
}

function stateLocation(scope: string, name: string): string {
  return `${scope}/States/${escape(name)}`;
}

/** The last field of a location. */
function fieldOf(location: string): string {
  return location.slice(location.lastIndexOf('/') + 1);
}

function escape(part: string): string {
  return part.replaceAll('~', '~0').replaceAll('/', '~1');
}

/** One walk over a definition that collects branches and problems. */
class Check {
  readonly problems: Problem[] = [];
  readonly branches = new Map<string, Branch>();
  readonly #names = new Set<string>();

  branch(branch: Branch, scope: string): void {
    this.branches.set(scope, branch);
    const reached = new Set<string>();
    const reach = (target: string, location: string): void => {
      if (Object.hasOwn(branch.States, target)) reached.add(target);
      else
        this.refuse(
          'MISSING_TRANSITION_TARGET',
          `Missing '${fieldOf(location)}' target: ${target}`,
          location,
        );
    };
    reach(branch.StartAt, `${scope}/StartAt`);
    for (const [name, state] of Object.entries(branch.States)) {
      const location = stateLocation(scope, name);
      if (this.#names.has(name))
        this.refuse('DUPLICATE_STATE_NAME', `Duplicate State name: ${name}`, location);
      this.#names.add(name);
      for (const [field, target] of targetsOf(state)) reach(target, `${location}/${field}`);
      this.state(state, location);
      this.nested(state, { scope, name });
    }
    for (const name of Object.keys(branch.States)) {
      if (reached.has(name)) continue;
      this.refuse(
        'MISSING_TRANSITION_TARGET',
        `State "${name}" is not reachable.`,
        stateLocation(scope, name),
      );
    }
  }

  private nested(state: State, { scope, name }: { readonly scope: string; readonly name: string }): void {
    if (state.Type === 'Parallel') {
      state.Branches.forEach((branch, index) => {
        this.branch(branch, branchLocation(scope, name, index));
      });
    }
    if (state.Type !== 'Map') return;
    const processor = processorOf(state);
    if (processor !== undefined) this.branch(processor, processorLocation(scope, name));
    if ((state.ItemProcessor === undefined) === (state.Iterator === undefined)) {
      this.refuse(
        'SCHEMA_VALIDATION_FAILED',
        'A Map state needs one ItemProcessor',
        stateLocation(scope, name),
      );
    }
  }

  private state(state: State, location: string): void {
    if ('Next' in state || 'End' in state || !['Choice', 'Succeed', 'Fail'].includes(state.Type)) {
      const { Next, End } = { Next: undefined, End: undefined, ...state };
      if ((Next === undefined) === (End !== true)) {
        this.refuse('SCHEMA_VALIDATION_FAILED', 'A state needs either Next or End: true', location);
      }
    }
    for (const [field, value] of Object.entries(state)) {
      const understand = understanding(field, value);
      if (understand !== undefined) this.attempt(understand, `${location}/${field}`);
    }
    for (const [code, message] of contradictions(state)) this.refuse(code, message, location);
  }

  private attempt(understand: () => void, location: string): void {
    try {
      understand();
    } catch (thrown) {
      this.refuse('SCHEMA_VALIDATION_FAILED', messageOf(thrown), location);
    }
  }

  private refuse(code: string, message: string, location: string): void {
    this.problems.push({ code, message, location });
  }
}

/** What has to be understood for a field to be valid. */
function understanding(field: string, value: unknown): (() => void) | undefined {
  if (field === 'Choices' && Array.isArray(value))
    return () => value.forEach((rule: object) => choiceTestOf(rule));
  if (field === 'Catch' && Array.isArray(value)) {
    return () =>
      value.forEach((catcher: { ResultPath?: string | null }) =>
        understanding('ResultPath', catcher.ResultPath)?.(),
      );
  }
  if (['Parameters', 'ResultSelector', 'ItemSelector'].includes(field)) {
    return () => templateOf(value as Parameters<typeof templateOf>[0]); // the schema lets only JSON pass
  }
  if (typeof value !== 'string') return undefined;
  if (field === 'Resource') return () => resourceOf(value);
  if (field === 'ResultPath') return () => referenceOf(value);
  if (field === 'ErrorPath' || field === 'CausePath') return () => expressionOf(value, field);
  return field.endsWith('Path') ? () => pathOf(value) : undefined;
}

function* contradictions(state: State): Generator<[code: string, message: string]> {
  const schema = 'SCHEMA_VALIDATION_FAILED';
  if (state.Type === 'Wait') {
    const { Seconds, SecondsPath, Timestamp, TimestampPath } = state;
    const given = [Seconds, SecondsPath, Timestamp, TimestampPath].filter((value) => value !== undefined);
    if (given.length !== 1)
      yield [schema, 'A Wait state needs one of Seconds, SecondsPath, Timestamp, TimestampPath'];
    if (Timestamp !== undefined && instantOf(Timestamp) === undefined)
      yield [schema, 'Timestamp must be RFC 3339'];
  }
  const fields = new Map<string, unknown>(Object.entries(state));
  const pairs = ['TimeoutSeconds', 'HeartbeatSeconds', 'MaxConcurrency', 'Error', 'Cause'];
  for (const field of pairs) {
    if (fields.has(field) && fields.has(`${field}Path`))
      yield [schema, `${field} and ${field}Path exclude each other`];
  }
  if (state.Type === 'Task' && (state.HeartbeatSeconds ?? 0) >= (state.TimeoutSeconds ?? Infinity)) {
    yield [schema, 'HeartbeatSeconds must be smaller than TimeoutSeconds'];
  }
  for (const list of ['Retry', 'Catch']) yield* misplacedAll(fields.get(list), list);
}

/** States.ALL stands alone, in the last rule. */
function* misplacedAll(rules: unknown, list: string): Generator<[code: string, message: string]> {
  if (!Array.isArray(rules)) return;
  for (const [index, { ErrorEquals }] of (rules as { ErrorEquals: string[] }[]).entries()) {
    // as the schema says
    if (!ErrorEquals.includes('States.ALL')) continue;
    if (ErrorEquals.length > 1 || index < rules.length - 1) {
      yield ['SCHEMA_VALIDATION_FAILED', `States.ALL must stand alone in the last rule of ${list}`];
    }
  }
}

function* targetsOf(state: State): Generator<[field: string, target: string]> {
  if ('Next' in state && state.Next !== undefined) yield ['Next', state.Next];
  if (state.Type === 'Choice') {
    for (const [index, rule] of state.Choices.entries()) yield [`Choices[${String(index)}]/Next`, rule.Next];
    if (state.Default !== undefined) yield ['Default', state.Default];
  }
  if ('Catch' in state) {
    for (const [index, rule] of (state.Catch ?? []).entries())
      yield [`Catch[${String(index)}]/Next`, rule.Next];
  }
}
