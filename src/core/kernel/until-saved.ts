import { WriteConflictError } from './faults.ts';

const attempts = 6;

/**
 * Load, decide, save; and again from the start when somebody else saved first. The loser of a race decides anew on
 * the winner's state, so a lost race is never an error by itself.
 *
 * @throws WriteConflictError when every attempt lost
 */
export async function untilSaved<Outcome extends object>(
  attempt: () => Promise<Outcome | 'lost-race'>,
): Promise<Outcome> {
  for (let tried = 0; tried < attempts; tried += 1) {
    const outcome = await attempt();
    if (outcome !== 'lost-race') return outcome;
  }
  throw new WriteConflictError(`lost the race ${String(attempts)} times`);
}
