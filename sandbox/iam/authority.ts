import { createHash } from 'node:crypto';
import { parseJson } from '../kernel/json.ts';
import type { Caller, Permission } from '../kernel/operation.ts';
import { parsedOnce } from '../kernel/parsed-once.ts';
import { parseArn } from '../kernel/place.ts';
import type { Place } from '../kernel/place.ts';
import type { Store } from '../store/store.ts';
import { accessDenied } from './access-denied.ts';
import { decideByIdentity, decideByResource } from './evaluate.ts';
import type { Decision } from './evaluate.ts';
import { statementsOf } from './policy-document.ts';
import type { Statement } from './policy-document.ts';
import { createRoleStore } from './role-store.ts';
import type { RoleRow, RoleStore } from './role-store.ts';

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
   * Throws AccessDenied where the caller lacks one of the permissions: a denial in the role's policies or in that of
   * the resource outweighs all, an allowance in one of them is enough. The account's root needs no allowance. Service
   * principals have no policies of their own: the resource's policy decides, in the room that takes the delivery.
   */
  authorize(caller: Caller, permissions: readonly Permission[]): void;
  /** Who signs with an access key; any key that is no role's is the account's root. */
  identify(accessKeyId: string | undefined, sessionToken?: string): Caller;
  /**
   * The keys of a role, the same at every start; the token tells who acts with it, such as a function.
   * @throws AwsError where there is no such role
   */
  credentialsFor(roleArn: string, actor?: string): Credentials;
  /**
   * Whether the role exists and its trust policy lets the service (`states.amazonaws.com`) act with it, by that name or
   * by the regional one (`states.us-east-1.amazonaws.com`).
   */
  trusts(roleArn: string, service: string): boolean;
  /** Tells where the policies of a service's resources are found, JSON text by ARN; other services have none. */
  addResourcePolicies(service: string, policyOf: (resourceArn: string) => string | undefined): void;
  /** What a resource's policy (JSON text) says about a caller. */
  decideByResource(policy: string, caller: Caller, permission: Permission): Decision;
}

/** The authority over the roles in the store. */
export function createAuthority(store: Store, place: Place): Authority {
  const roles = createRoleStore(store, place);
  const root = `arn:aws:iam::${place.accountId}:root`;
  const policies = new Map<string, (resourceArn: string) => string | undefined>();

  const decideByPolicyOf = (caller: Caller, permission: Permission): Decision => {
    const [, , service = ''] = permission.resource.split(':', 3);
    const policy = policies.get(service)?.(permission.resource);
    if (policy === undefined) return 'silent';
    return decideByResource(statements(policy), { caller, permission, place });
  };
  const check = (caller: Caller, permission: Permission, role: RoleRow | undefined): void => {
    const request = { caller, permission, place };
    const own = role === undefined ? 'allow' : decideByIdentity(statements(role.policies), request);
    if (own === 'deny') throw accessDenied({ ...request, because: 'identity-deny' });
    const others = decideByPolicyOf(caller, permission);
    if (others === 'deny') throw accessDenied({ ...request, because: 'resource-deny' });
    if (own === 'silent' && others === 'silent') throw accessDenied({ ...request, because: 'silence' });
  };
  return {
    roles,
    authorize: (caller, permissions) => {
      if (permissions.length === 0 || parseArn(caller.principal) === undefined) return;
      const role = caller.principal === root ? undefined : roles.get(caller.principal);
      for (const permission of permissions) check(caller, permission, role);
    },
    identify: (accessKeyId, sessionToken) => {
      const role = accessKeyId?.startsWith('ASIA') === true ? roles.byAccessKey(accessKeyId) : undefined;
      if (role === undefined) return { principal: root };
      const actor = actorOf(sessionToken);
      return { principal: role.arn, ...(actor === '' ? {} : { sourceArn: actor }) };
    },
    credentialsFor: (text, actor = '') => {
      const { access_key_id: accessKeyId } = roles.get(text);
      // Signatures are not checked, so the secret need not be one.
      const secret = createHash('sha256').update(accessKeyId).digest('base64');
      return { accessKeyId, secretAccessKey: secret, sessionToken: tokenOf(actor) };
    },
    trusts: (text, service) => {
      const role = roles.byArn(text);
      if (role === undefined) return false;
      const permission = { action: 'sts:AssumeRole', resource: text };
      const regional = service.replace(/^[^.]+/, (name) => `${name}.${place.region}`);
      return [service, regional].some((principal) => {
        const caller: Caller = { principal, sourceArn: text };
        return decideByResource(statements(role.trust), { caller, permission, place }) === 'allow';
      });
    },
    addResourcePolicies: (service, policyOf) => {
      policies.set(service, policyOf);
    },
    decideByResource: (policy, caller, permission) =>
      decideByResource(statements(policy), { caller, permission, place }),
  };
}

function tokenOf(actor: string): string {
  return `session.${Buffer.from(actor).toString('base64url')}`;
}

function actorOf(sessionToken = ''): string {
  const [kind, actor = ''] = sessionToken.split('.', 2);
  return kind === 'session' ? Buffer.from(actor, 'base64url').toString() : '';
}

/** The statements of a document's text, or of a list of them. */
const statements = parsedOnce((text): readonly Statement[] =>
  [parseJson(text) ?? []].flat().flatMap((document) => statementsOf(document, 'policy')),
);
