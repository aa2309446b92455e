import { AwsError } from '../kernel/errors.ts';

/** A request that is wrong in itself. */
export function validation(message: string): AwsError {
  return new AwsError('ValidationException', message);
}

/** A value that is wrong in itself, in the words that DynamoDB puts before most of these. */
export function invalidParameter(message: string): AwsError {
  return validation(`One or more parameter values were invalid: ${message}`);
}

/** JSON of the wrong shape: `found` is what stands where `wanted` should. */
export function wrongShape(wanted: string, found: unknown): AwsError {
  return new AwsError('SerializationException', describeMismatch(wanted, found));
}

/** Nothing has the name that a request gives; most operations add what they looked for. */
export function notFound(addition: string): AwsError {
  return new AwsError('ResourceNotFoundException', `Requested resource not found${addition}`);
}

function describeMismatch(wanted: string, found: unknown): string {
  switch (typeof found) {
    case 'boolean':
      return `${found ? 'TRUE_VALUE' : 'FALSE_VALUE'} cannot be converted to ${wanted}`;
    case 'number':
      return `${Number.isInteger(found) ? 'NUMBER_VALUE' : 'DECIMAL_VALUE'} cannot be converted to ${wanted}`;
    case 'string':
      return `STRING_VALUE cannot be converted to ${wanted}`;
    default:
      return Array.isArray(found)
        ? `Unrecognized collection type class java.lang.${wanted}`
        : 'Start of structure or map found where not expected';
  }
}
