import type { Permission } from '../kernel/operation.ts';
import { arn } from '../kernel/place.ts';
import type { Place } from '../kernel/place.ts';

/** What a caller needs to read a stack, given by name or ARN, or all of them. */
export function stackPermission(
  action: string,
  place: Place,
  stack: string | undefined,
): readonly Permission[] {
  const named =
    stack?.startsWith('arn:') === true ? stack : arn(place, 'cloudformation', `stack/${stack ?? '*'}/*`);
  return [{ action: `cloudformation:${action}`, resource: stack === undefined ? '*' : named }];
}
