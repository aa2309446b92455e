import { messageOf } from '../../kernel/errors.ts';
import { resourceOf } from '../tasks/task-resource.ts';
import type { Json } from '../../kernel/json.ts';
import { choiceTestOf } from './choice-rule.ts';
import type { Branch, Catcher, Retrier, State } from './definition.ts';
import type { Problem } from './errors.ts';
import { instantOf } from './instant.ts';
import { pathOf } from './json-path.ts';
import { branchesIn, stateLocation } from './location.ts';
import { expressionOf, templateOf } from './payload-template.ts';
import { referenceOf } from './reference-path.ts';

/** What the schema of a branch cannot see; `names` are those of all states so far, which must differ everywhere. */
export function* branchProblems(branch: Branch, scope: string, names: Set<string>): Generator<Problem> {
  const reached = new Set<string>();
  const missing = function* ([field, target]: Target, location: string): Generator<Problem> {
    reached.add(target);
    if (Object.hasOwn(branch.States, target)) return;
    const name = field.slice(field.lastIndexOf('/') + 1);
    const message = `Missing '${name}' target: ${target}`;
    yield { code: 'MISSING_TRANSITION_TARGET', message, location: `${location}/${field}` };
  };
  yield* missing(['StartAt', branch.StartAt], scope);
  for (const [name, state] of Object.entries(branch.States)) {
    const location = stateLocation(scope, name);
    if (names.has(name)) {
      yield { code: 'DUPLICATE_STATE_NAME', message: `Duplicate State name: ${name}`, location };
    }
    names.add(name);
    for (const target of targetsOf(state)) yield* missing(target, location);
    for (const [message, field] of stateProblems(state)) {
      const at = field === undefined ? location : `${location}/${field}`;
      yield { code: 'SCHEMA_VALIDATION_FAILED', message, location: at };
    }
    for (const [inside, inner] of branchesIn(state, location)) yield* branchProblems(inner, inside, names);
  }
  for (const name of Object.keys(branch.States)) {
    if (reached.has(name)) continue;
    const message = `State "${name}" is not reachable.`;
    yield { code: 'MISSING_TRANSITION_TARGET', message, location: stateLocation(scope, name) };
  }
}

type Target = readonly [field: string, target: string];

function* targetsOf(state: State): Generator<Target> {
  if ('Next' in state && state.Next !== undefined) yield ['Next', state.Next];
  if (state.Type === 'Choice') {
    for (const [index, rule] of state.Choices.entries()) yield [`Choices[${String(index)}]/Next`, rule.Next];
    if (state.Default !== undefined) yield ['Default', state.Default];
  }
  const catchers = 'Catch' in state ? (state.Catch ?? []) : [];
  for (const [index, rule] of catchers.entries()) yield [`Catch[${String(index)}]/Next`, rule.Next];
}

/** Without a field the problem is one of the whole state. */
type StateProblem = readonly [message: string, field?: string];

function* stateProblems(state: State): Generator<StateProblem> {
  if (state.Type !== 'Choice' && state.Type !== 'Succeed' && state.Type !== 'Fail') {
    if ((state.Next === undefined) === (state.End !== true)) yield ['A state needs either Next or End: true'];
  }
  for (const [field, value] of Object.entries(state)) {
    try {
      understand(field, value);
    } catch (thrown) {
      yield [messageOf(thrown), field];
    }
  }
  for (const field of ['TimeoutSeconds', 'HeartbeatSeconds', 'MaxConcurrency', 'Error', 'Cause']) {
    if (field in state && `${field}Path` in state) yield [`${field} and ${field}Path exclude each other`];
  }
  if (state.Type === 'Wait') {
    const times = ['Seconds', 'SecondsPath', 'Timestamp', 'TimestampPath'];
    if (times.filter((field) => field in state).length !== 1)
      yield [`A Wait state needs one of ${times.join(', ')}`];
    if (state.Timestamp !== undefined && instantOf(state.Timestamp) === undefined)
      yield ['Timestamp must be RFC 3339'];
  }
  if (state.Type === 'Task' && (state.HeartbeatSeconds ?? 0) >= (state.TimeoutSeconds ?? Infinity))
    yield ['HeartbeatSeconds must be smaller than TimeoutSeconds'];
  if ('Retry' in state) yield* misplacedAll(state.Retry, 'Retry');
  if ('Catch' in state) yield* misplacedAll(state.Catch, 'Catch');
}

/** States.ALL stands alone, in the last rule. */
function* misplacedAll(rules: readonly (Retrier | Catcher)[] = [], list: string): Generator<StateProblem> {
  for (const [index, { ErrorEquals }] of rules.entries()) {
    if (!ErrorEquals.includes('States.ALL')) continue;
    if (ErrorEquals.length > 1 || index < rules.length - 1)
      yield [`States.ALL must stand alone in the last rule of ${list}`];
  }
}

const templates = ['Parameters', 'ResultSelector', 'ItemSelector'];

/** Understands the value of a field, whose type the schema has checked. @throws SyntaxProblem */
function understand(field: string, value: unknown): void {
  if (field === 'Choices') for (const rule of value as readonly object[]) choiceTestOf(rule);
  else if (field === 'Catch')
    for (const { ResultPath } of value as readonly Catcher[]) understand('ResultPath', ResultPath);
  else if (templates.includes(field)) templateOf(value as Json);
  else if (typeof value !== 'string') return;
  else if (field === 'Resource') resourceOf(value);
  else if (field === 'ResultPath') referenceOf(value);
  else if (field === 'ErrorPath' || field === 'CausePath') expressionOf(value, field);
  else if (field.endsWith('Path')) pathOf(value);
}
