import * as z from 'zod';
import { AwsError } from '../kernel/errors.ts';
import { arn, parseArn } from '../kernel/place.ts';
import type { Place } from '../kernel/place.ts';

/** A log group's name. */
export const groupName = z.string().regex(/^[.\-_/#A-Za-z0-9]{1,512}$/);
/** A log stream's name. */
export const streamName = z.string().regex(/^[^:*]{1,512}$/);
/** A group by its name or by its ARN: exactly one of them. */
export const groupReference = {
  logGroupName: groupName.optional(),
  logGroupIdentifier: z.string().optional(),
};

/** ARN of a log group, without the `:*` that stands for its streams. */
export function groupArn(place: Place, name: string): string {
  return arn(place, 'logs', `log-group:${name}`);
}

/** The name in a name or an ARN, with or without `:*`. */
export function groupNameIn(reference: string): string {
  const resource = parseArn(reference)?.resource;
  return resource === undefined ? reference : resource.replace(/^log-group:/, '').replace(/:.*$/, '');
}

/** The group that an operation with a name or an identifier means. */
export function namedGroup(input: {
  readonly logGroupName?: string | undefined;
  readonly logGroupIdentifier?: string | undefined;
}): string {
  const { logGroupName: name, logGroupIdentifier: identifier } = input;
  if ((name === undefined) === (identifier === undefined)) {
    throw new AwsError(
      'InvalidParameterException',
      'Exactly one of logGroupName and logGroupIdentifier is required.',
    );
  }
  return groupNameIn(name ?? identifier ?? '');
}
