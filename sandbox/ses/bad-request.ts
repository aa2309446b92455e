import { AwsError } from '../kernel/errors.ts';

/** A refusal as SES words its own. */
export function badRequest(message: string): AwsError {
  return new AwsError('BadRequestException', message);
}
