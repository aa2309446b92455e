import { AwsError } from '../kernel/errors.ts';

const prefix = 'AWS.SimpleQueueService.';

/** SQS moved to JSON and kept the codes that clients knew beside the new ones: those that are not prefix and code. */
const olderCodes: Readonly<Record<string, string>> = {
  QueueDoesNotExist: `${prefix}NonExistentQueue`,
  QueueNameExists: 'QueueAlreadyExists',
  InvalidParameterValueException: 'InvalidParameterValue',
  MissingRequiredParameterException: 'MissingParameter',
  InvalidAttributeName: 'InvalidAttributeName',
  InvalidAttributeValue: 'InvalidAttributeValue',
  InvalidMessageContents: 'InvalidMessageContents',
  ReceiptHandleIsInvalid: 'ReceiptHandleIsInvalid',
};

/** A refusal of SQS. */
export function refusal(code: string, message: string): AwsError {
  return new AwsError(code, message, { queryCode: olderCodes[code] ?? prefix + code });
}

export function queueDoesNotExist(): AwsError {
  return refusal('QueueDoesNotExist', 'The specified queue does not exist.');
}

export function invalidParameter(message: string): AwsError {
  return refusal('InvalidParameterValueException', message);
}

/** AWS's sentence for one bad value. */
export function invalidValue(name: string, value: string | number, reason: string): AwsError {
  return invalidParameter(`Value ${value} for parameter ${name} is invalid. Reason: ${reason}`);
}

/** The queue that a move task names is not there. */
export function noSuchResource(parameter: string): AwsError {
  const message = `The resource that you specified for the ${parameter} parameter doesn't exist.`;
  return new AwsError('ResourceNotFoundException', message, { status: 404 });
}

/** FIFO queues are another service in all but name. */
export function fifoUnsupported(what: string): AwsError {
  return refusal('UnsupportedOperation', `${what}: the sandbox does not support FIFO queues.`);
}
