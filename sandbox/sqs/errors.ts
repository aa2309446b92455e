import { AwsError } from '../kernel/errors.ts';

/** SQS moved from the Query protocol to JSON and kept its old codes beside the new ones. */
const legacyPrefix = 'AWS.SimpleQueueService.';

function refusal(code: string, message: string, queryCode: string = legacyPrefix + code): AwsError {
  return new AwsError(code, message, { queryCode });
}

export function queueDoesNotExist(): AwsError {
  return refusal(
    'QueueDoesNotExist',
    'The specified queue does not exist.',
    `${legacyPrefix}NonExistentQueue`,
  );
}

export function queueNameExists(attribute: string): AwsError {
  const message = `A queue already exists with the same name and a different value for attribute ${attribute}`;
  return refusal('QueueNameExists', message, 'QueueAlreadyExists');
}

export function queueDeletedRecently(): AwsError {
  const message =
    'You must wait 60 seconds after deleting a queue before you can create another with the same name.';
  return refusal('QueueDeletedRecently', message);
}

export function purgeInProgress(queueName: string): AwsError {
  const message = `Only one PurgeQueue operation on ${queueName} is allowed every 60 seconds.`;
  return new AwsError('PurgeQueueInProgress', message, {
    status: 403,
    queryCode: `${legacyPrefix}PurgeQueueInProgress`,
  });
}

export function invalidParameter(message: string): AwsError {
  return refusal('InvalidParameterValueException', message, 'InvalidParameterValue');
}

/** AWS's sentence for one bad value. */
export function invalidValue(name: string, value: string | number, reason: string): AwsError {
  return invalidParameter(`Value ${value} for parameter ${name} is invalid. Reason: ${reason}`);
}

export function missingParameter(name: string): AwsError {
  const message = `The request must contain the parameter ${name}.`;
  return refusal('MissingRequiredParameterException', message, 'MissingParameter');
}

export function invalidAttributeName(name: string): AwsError {
  return refusal('InvalidAttributeName', `Unknown Attribute ${name}.`, 'InvalidAttributeName');
}

export function invalidAttributeValue(name: string, reason?: string): AwsError {
  const message = `Invalid value for the parameter ${name}.${reason === undefined ? '' : ` Reason: ${reason}`}`;
  return refusal('InvalidAttributeValue', message, 'InvalidAttributeValue');
}

export function invalidMessageContents(): AwsError {
  const message =
    'Invalid characters found. Valid unicode characters are #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF.';
  return refusal('InvalidMessageContents', message, 'InvalidMessageContents');
}

export function receiptHandleIsInvalid(handle: string): AwsError {
  const message = `The input receipt handle "${handle}" is not a valid receipt handle.`;
  return refusal('ReceiptHandleIsInvalid', message, 'ReceiptHandleIsInvalid');
}

export function emptyBatch(entryName: string): AwsError {
  const message = `There should be at least one ${entryName} in the request.`;
  return refusal('EmptyBatchRequest', message);
}

export function tooManyEntries(count: number): AwsError {
  const message = `Maximum number of entries per request are 10. You have sent ${count}.`;
  return refusal('TooManyEntriesInBatchRequest', message);
}

export function invalidBatchEntryId(): AwsError {
  const message =
    'A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.';
  return refusal('InvalidBatchEntryId', message);
}

export function idsNotDistinct(id: string): AwsError {
  return refusal('BatchEntryIdsNotDistinct', `Id ${id} repeated.`);
}

export function batchTooLong(limit: number, sent: number): AwsError {
  const message = `Batch requests cannot be longer than ${limit} bytes. You have sent ${sent} bytes.`;
  return refusal('BatchRequestTooLong', message);
}

export function resourceNotFound(message: string): AwsError {
  return new AwsError('ResourceNotFoundException', message, { status: 404 });
}

/** FIFO queues are another service in all but name; they are refused until something needs them. */
export function fifoUnsupported(what: string): AwsError {
  return refusal('UnsupportedOperation', `${what}: the sandbox does not support FIFO queues.`);
}
