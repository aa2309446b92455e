import { AwsError } from '../kernel/errors.ts';

export function invalidParameter(what: string): AwsError {
  return refusal('InvalidParameter', `Invalid parameter: ${what}`);
}

export function notFound(what: 'Topic' | 'Subscription'): AwsError {
  const message = `${what} does not exist`;
  return new AwsError('NotFoundException', message, { status: 404, queryCode: 'NotFound' });
}

/** A refusal of the sandbox, not of AWS: what it does not do, by name. */
export function unsupported(what: string): AwsError {
  return invalidParameter(`${what}: not supported by the sandbox`);
}

/** A refusal by its code in the Query protocol, which the SDK knows by a longer name. */
export function refusal(queryCode: string, message: string): AwsError {
  return new AwsError(`${queryCode}Exception`, message, { queryCode });
}
