import type * as z from 'zod';
import { parseJson } from '../../kernel/json.ts';
import { machineSchema } from './definition.ts';
import type { Branch, Machine, State } from './definition.ts';
import type { Problem } from './errors.ts';
import { branchesIn, locationPart, stateLocation } from './location.ts';
import { schemaSentence } from './schema-sentence.ts';

/** A definition that can be run. */
export interface Program {
  readonly machine: Machine;
  /** The machine (location '') and every branch and processor inside it, by location. */
  readonly branches: ReadonlyMap<string, Branch>;
}

/** Understands the text of a definition: a program, or everything that is wrong with it. */
export function parseDefinition(
  text: string,
): { readonly program: Program } | { readonly problems: readonly Problem[] } {
  const definition = parseJson(text);
  if (definition === undefined) {
    const message = 'The definition is not valid JSON';
    return { problems: [{ code: 'INVALID_JSON_DESCRIPTION', message, location: '' }] };
  }
  const parsed = machineSchema.safeParse(definition, { error: schemaSentence });
  if (!parsed.success) return { problems: parsed.error.issues.map(schemaProblem) };
  const problems = [...branchProblems(parsed.data, '', new Set())];
  if (problems.length > 0) return { problems };
  return { program: { machine: parsed.data, branches: new Map(branchesOf(parsed.data, '')) } };
}

function schemaProblem({ path, message }: z.core.$ZodIssue): Problem {
  const parts = path.map((part) =>
    typeof part === 'number' ? `[${String(part)}]` : `/${locationPart(String(part))}`,
  );
  return { code: 'SCHEMA_VALIDATION_FAILED', message, location: parts.join('') };
}

function* branchesOf(branch: Branch, scope: string): Generator<readonly [string, Branch]> {
  yield [scope, branch];
  for (const [name, state] of Object.entries(branch.States)) {
    for (const [location, inner] of branchesIn(state, stateLocation(scope, name)))
      yield* branchesOf(inner, location);
  }
}

/** How the states of a branch hang together; `names` are those of all states so far, which must differ everywhere. */
function* branchProblems(branch: Branch, scope: string, names: Set<string>): Generator<Problem> {
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
