import { AwsError } from '../errors.ts';

/** The refusal of a pattern, as EventBridge words it. */
export function invalidPattern(reason: string): AwsError {
  return new AwsError('InvalidEventPatternException', `Event pattern is not valid. Reason: ${reason}`);
}
