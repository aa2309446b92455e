import { invalidValue } from './errors.ts';

const longestSeconds = 43_200;

/** A visibility timeout in milliseconds from AWS's seconds. Throws InvalidParameterValue outside 0 to 12 hours. */
export function visibilityTimeoutMs(seconds: number): number {
  if (seconds < 0 || seconds > longestSeconds) {
    throw invalidValue('VisibilityTimeout', seconds, 'Must be between 0 and 43200, if provided.');
  }
  return seconds * 1_000;
}
