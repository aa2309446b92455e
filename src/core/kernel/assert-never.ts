import { ImpossibleStateError } from './faults.ts';

/** Closes a `switch` over a union: a new member fails to compile here, and fails loudly if it ever arrives. */
export function assertNever(value: never): never {
  throw new ImpossibleStateError(`unexpected value ${JSON.stringify(value)}`);
}
