import { AwsError } from '../kernel/errors.ts';

/** A pattern that CloudWatch Logs would refuse, or the sandbox does. */
export function invalidFilter(reason: string): AwsError {
  return new AwsError('InvalidParameterException', `Invalid filter pattern: ${reason}`);
}
