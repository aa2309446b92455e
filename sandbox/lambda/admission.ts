import type { Ground } from '../kernel/ground.ts';
import type { Caller } from '../kernel/operation.ts';
import { checkResourcePolicy } from '../kernel/resource-policy.ts';
import type { DecideByResource } from '../kernel/resource-policy.ts';
import type { StoredFunction } from './function-store.ts';
import type { PermissionStore } from './permission-store.ts';

/** Throws AccessDenied where a room may not invoke a function on somebody's behalf. */
export type Admission = (target: StoredFunction, caller: Caller) => void;

/** Asks the caller's own policies, then the function's resource policy. */
export function createAdmission(
  ground: Ground,
  permissions: PermissionStore,
  decide: DecideByResource | undefined,
): Admission {
  return ({ name, arn }, caller) => {
    const permission = { action: 'lambda:InvokeFunction', resource: arn };
    ground.authorize(caller, [permission]);
    if (decide !== undefined)
      checkResourcePolicy(decide, { policy: permissions.policyOf(name), caller, permission });
  };
}
