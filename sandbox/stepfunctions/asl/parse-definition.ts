import type * as z from 'zod';
import { parseJson } from '../../kernel/json.ts';
import { branchProblems } from './check-definition.ts';
import { machineSchema } from './definition.ts';
import type { Branch, Machine } from './definition.ts';
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
