import { AwsError } from '../kernel/errors.ts';

export function badRequest(message: string): AwsError {
  return new AwsError('BadRequestException', message);
}

export function identityNotFound(identity: string): AwsError {
  return new AwsError('NotFoundException', `Email identity ${identity} does not exist.`, { status: 404 });
}

export function identityExists(identity: string): AwsError {
  return new AwsError('AlreadyExistsException', `Email identity ${identity} already exist.`);
}
