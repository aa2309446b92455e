import { AwsError } from '../kernel/errors.ts';

export function invalidParameter(what: string): AwsError {
  return new AwsError('InvalidParameterException', `Invalid parameter: ${what}`, {
    queryCode: 'InvalidParameter',
  });
}

export function parameterValueInvalid(message: string): AwsError {
  return new AwsError('ParameterValueInvalid', message);
}

export function notFound(what: 'Topic' | 'Subscription'): AwsError {
  const message = `${what} does not exist`;
  return new AwsError('NotFoundException', message, { status: 404, queryCode: 'NotFound' });
}

/** A refusal of the sandbox, not of AWS: what it does not do, by name. */
export function unsupported(what: string): AwsError {
  return invalidParameter(`${what}: not supported by the sandbox`);
}

/** A refusal of a whole batch. */
export function batchRefusal(
  code:
    | 'EmptyBatchRequest'
    | 'TooManyEntriesInBatchRequest'
    | 'BatchEntryIdsNotDistinct'
    | 'InvalidBatchEntryId'
    | 'BatchRequestTooLong',
  message: string,
): AwsError {
  return new AwsError(`${code}Exception`, message, { queryCode: code });
}
