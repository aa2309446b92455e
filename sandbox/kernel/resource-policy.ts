import { AwsError } from './errors.ts';
import type { Caller, Permission } from './operation.ts';
import { parseArn } from './place.ts';

/** What the policy of a resource (JSON text) says about a caller: an explicit word, or nothing. */
export type DecideByResource = (
  policy: string,
  caller: Caller,
  permission: Permission,
) => 'allow' | 'deny' | 'silent';

/** A delivery that the policy of its target must let in. */
export interface ResourceAccess {
  /** JSON text; undefined where the resource has none. */
  readonly policy: string | undefined;
  readonly caller: Caller;
  readonly permission: Permission;
}

/**
 * Throws AccessDenied where the policy of a resource keeps a delivery out: always on an explicit denial, and for a
 * service principal, which has no policy of its own, also where nothing allows it. Without `decide` all are let in.
 */
export function checkResourcePolicy(decide: DecideByResource | undefined, access: ResourceAccess): void {
  if (decide === undefined) return;
  const { policy, caller, permission } = access;
  const decision = policy === undefined ? 'silent' : decide(policy, caller, permission);
  const isService = parseArn(caller.principal) === undefined;
  if (decision === 'allow' || (decision === 'silent' && !isService)) return;
  const because =
    decision === 'deny'
      ? 'with an explicit deny in a resource-based policy'
      : `because no resource-based policy allows the ${permission.action} action`;
  const message = `User: ${caller.principal} is not authorized to perform: ${permission.action} on resource: ${permission.resource} ${because}`;
  throw new AwsError('AccessDeniedException', message, { queryCode: 'AccessDenied' });
}
