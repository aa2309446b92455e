import type { Branch, State } from './definition.ts';
import type { Problem } from './errors.ts';
import { branchesIn, stateLocation } from './location.ts';

/** How the states of a branch hang together; `names` are those of all states so far, which must differ everywhere. */
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
