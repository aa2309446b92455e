import type { Branch, State } from './definition.ts';

/** Where the state `name` stands in the branch at `scope`, as AWS writes it: `/States/Both/Branches[0]/States/Check`. */
export function stateLocation(scope: string, name: string): string {
  return `${scope}/States/${locationPart(name)}`;
}

/** A name as part of a location. */
export function locationPart(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}

/** The branches of a Parallel state, or the one of a Map state, with their locations; `location` is the state's. */
export function branchesIn(state: State, location: string): readonly (readonly [string, Branch])[] {
  if (state.Type === 'Map') return [[`${location}/ItemProcessor`, state.ItemProcessor]];
  if (state.Type !== 'Parallel') return [];
  return state.Branches.map((branch, index) => [`${location}/Branches[${String(index)}]`, branch]);
}
