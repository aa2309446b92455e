import * as z from 'zod';
import { arn, parseArn } from '../kernel/place.ts';
import type { Place } from '../kernel/place.ts';

/** A log group's name. */
export const groupName = z.string().regex(/^[.\-_/#A-Za-z0-9]{1,512}$/);

/** ARN of a log group, without the `:*` that stands for its streams. */
export function groupArn(place: Place, name: string): string {
  return arn(place, 'logs', `log-group:${name}`);
}

/** The name in a name or an ARN, with or without `:*`. */
export function groupNameIn(reference: string): string {
  const resource = parseArn(reference)?.resource;
  return resource === undefined ? reference : resource.replace(/^log-group:/, '').replace(/:.*$/, '');
}
