import { createHash } from 'node:crypto';
import { AwsError } from '../kernel/errors.ts';
import { parseJson } from '../kernel/json.ts';
import type { Caller, Permission } from '../kernel/operation.ts';
import { parseArn } from '../kernel/place.ts';
import type { Place } from '../kernel/place.ts';
import type { Store } from '../store/store.ts';
import { decideByIdentity, decideByResource } from './evaluate.ts';
import type { Decision } from './evaluate.ts';
import { statementsOf } from './policy-document.ts';
import type { Statement } from './policy-document.ts';
import { createRoleStore } from './role-store.ts';
import type { RoleRow, RoleStore } from './role-store.ts';
import { iamTables } from './tables.ts';

/** Keys that an SDK signs with. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

/** Who is who, and who may do what. */
export interface Authority {
  readonly roles: RoleStore;
  /**
   * Throws AccessDeniedException where the caller lacks one of the permissions. The account's root may do everything.
   * Service principals have no policies of their own: the resource's policy decides, in the resource's room
   * (`allowedByResource`).
   */
  authorize(caller: Caller, permissions: readonly Permission[]): void;
  /** Who signs with an access key; any key that is no role's is the account's root. */
  identify(accessKeyId: string | undefined): Caller;
  /** The keys of a role, the same at every start. @throws AwsError where there is no such role */
  credentialsFor(roleArn: string): Credentials;
  /** Throws where the role does not trust the service. */
  assume(roleArn: string, service: string): Caller;
  /** What a resource's policy (JSON text) says about a caller. */
  decideByResource(policy: string, caller: Caller, permission: Permission): Decision;
}

/** The authority over the roles in the store. */
export function createAuthority(store: Store, place: Place): Authority {
  store.define(iamTables);
  const roles = createRoleStore(store, place);
  const root = `arn:aws:iam::${place.accountId}:root`;
  const statements = createStatementCache();

  const check = (caller: Caller, permission: Permission, role: RoleRow): void => {
    const decision = decideByIdentity(statements(role.policies), { caller, permission, place });
    if (decision !== 'allow') throw accessDenied({ caller, permission, place }, decision);
  };
  return {
    roles,
    authorize: (caller, permissions) => {
      if (caller.principal === root || parseArn(caller.principal) === undefined) return;
      const role = permissions.length === 0 ? undefined : roles.get(caller.principal);
      if (role === undefined) return;
      for (const permission of permissions) check(caller, permission, role);
    },
    identify: (accessKeyId) => {
      const role = accessKeyId?.startsWith('ASIA') === true ? roles.byAccessKey(accessKeyId) : undefined;
      return { principal: role?.arn ?? root };
    },
    credentialsFor: (text) => {
      const { access_key_id: accessKeyId } = roles.get(text);
      // Signatures are not checked, so the secret need not be one.
      const secret = createHash('sha256').update(accessKeyId).digest('base64');
      return { accessKeyId, secretAccessKey: secret, sessionToken: `session-of-${accessKeyId}` };
    },
    assume: (text, service) => {
      const caller: Caller = { principal: service, sourceArn: text };
      const permission = { action: 'sts:AssumeRole', resource: text };
      const trust = statements(`[${roles.get(text).trust}]`);
      if (decideByResource(trust, { caller, permission, place }) !== 'allow') {
        throw new AwsError(
          'AccessDeniedException',
          `${service} is not authorized to assume the role ${text}.`,
          {
            status: 403,
          },
        );
      }
      return { principal: text };
    },
    decideByResource: (policy, caller, permission) =>
      decideByResource(statements(`[${policy}]`), { caller, permission, place }),
  };
}

/** Statements by the text of a list of documents: derived, so it may be dropped at any time and never goes stale. */
function createStatementCache(): (documents: string) => readonly Statement[] {
  const cache = new Map<string, readonly Statement[]>();
  return (documents) => {
    const known = cache.get(documents);
    if (known !== undefined) return known;
    const list = parseJson(documents);
    const parsed = (Array.isArray(list) ? list : []).flatMap((document) => statementsOf(document, 'policy'));
    if (cache.size > 500) cache.clear();
    cache.set(documents, parsed);
    return parsed;
  };
}

interface Denied {
  readonly caller: Caller;
  readonly permission: Permission;
  readonly place: Place;
}

function accessDenied({ caller, permission, place }: Denied, decision: Decision): AwsError {
  const because =
    decision === 'deny'
      ? 'with an explicit deny in an identity-based policy'
      : `because no identity-based policy allows the ${permission.action} action`;
  const message = `User: ${userOf(caller, place)} is not authorized to perform: ${permission.action} on resource: ${permission.resource} ${because}`;
  return new AwsError('AccessDeniedException', message, { queryCode: 'AccessDenied' });
}

/** A role that acts is an assumed role with a session; the session is called after what acts, such as the function. */
export function userOf({ principal, sourceArn }: Caller, place: Place): string {
  const role = parseArn(principal)?.resource.split('/').at(-1) ?? principal;
  const session = sourceArn === undefined ? 'sandbox' : (sourceArn.split(/[:/]/).at(-1) ?? 'sandbox');
  return `arn:aws:sts::${place.accountId}:assumed-role/${role}/${session}`;
}
