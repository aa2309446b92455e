import { AwsError } from '../kernel/errors.ts';
import type { Caller, Permission } from '../kernel/operation.ts';
import { parseArn } from '../kernel/place.ts';
import type { Place } from '../kernel/place.ts';

/** A call that policies keep out. */
export interface Denied {
  readonly caller: Caller;
  readonly permission: Permission;
  readonly place: Place;
  readonly because: 'identity-deny' | 'resource-deny' | 'silence';
}

/** Services whose JSON protocol answers 400; all others say 403. */
const answer400 = new Set(['dynamodb', 'states', 'events', 'logs']);

/** The refusal as AWS words it. SQS writes its actions small and SNS its name large; SNS has a code of its own. */
export function accessDenied({ caller, permission, place, because }: Denied): AwsError {
  const [service = '', name = ''] = permission.action.split(':');
  const action =
    service === 'sqs'
      ? permission.action.toLowerCase()
      : service === 'sns'
        ? `SNS:${name}`
        : permission.action;
  const reason = {
    'identity-deny': 'with an explicit deny in an identity-based policy',
    'resource-deny': 'with an explicit deny in a resource-based policy',
    silence: `because no identity-based policy allows the ${action} action`,
  }[because];
  const message = `User: ${userOf(caller, place)} is not authorized to perform: ${action} on resource: ${permission.resource} ${reason}`;
  const status = answer400.has(service) ? 400 : 403;
  if (service === 'sns') return new AwsError('AuthorizationError', message, { status });
  return new AwsError('AccessDeniedException', message, { status, queryCode: 'AccessDenied' });
}

/** A role that acts is an assumed role with a session; the session is called after what acts, such as the function. */
export function userOf({ principal, sourceArn }: Caller, place: Place): string {
  const parts = parseArn(principal);
  if (parts?.resource.startsWith('role/') !== true) return principal;
  const role = parts.resource.split('/').at(-1) ?? principal;
  const session = sourceArn === undefined ? 'sandbox' : (sourceArn.split(/[:/]/).at(-1) ?? 'sandbox');
  return `arn:aws:sts::${place.accountId}:assumed-role/${role}/${session}`;
}
