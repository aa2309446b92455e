import type { Caller, Permission } from '../kernel/operation.ts';
import { parseArn } from '../kernel/place.ts';
import type { Place } from '../kernel/place.ts';
import { conditionsHold, matchesWildcards } from './condition.ts';
import type { ConditionContext } from './condition.ts';
import type { Statement } from './policy-document.ts';

/** What statements say about a call: an explicit word, or nothing. */
export type Decision = 'allow' | 'deny' | 'silent';

/** Someone who wants to do something. */
export interface AccessRequest {
  readonly caller: Caller;
  readonly permission: Permission;
  readonly place: Place;
}

/** What a resource's policy says about a caller, who must be named as a principal. */
export function decideByResource(statements: readonly Statement[], request: AccessRequest): Decision {
  return decideByIdentity(
    statements.filter((statement) => namesPrincipal(statement, request)),
    request,
  );
}

/** What an identity's own policies say: a denial outweighs every allowance. */
export function decideByIdentity(statements: readonly Statement[], request: AccessRequest): Decision {
  const context = contextOf(request);
  const speaking = statements.filter((statement) => applies(statement, request.permission, context));
  if (speaking.some(({ Effect }) => Effect === 'Deny')) return 'deny';
  return speaking.length > 0 ? 'allow' : 'silent';
}

function applies(statement: Statement, { action, resource }: Permission, context: ConditionContext): boolean {
  const { Action, NotAction, Resource, NotResource } = statement;
  const isAction = (pattern: string): boolean =>
    matchesWildcards(action.toLowerCase(), pattern.toLowerCase());
  const isResource = (pattern: string): boolean => matchesWildcards(resource, pattern);
  return (
    (Action?.some(isAction) ?? true) &&
    !(NotAction?.some(isAction) ?? false) &&
    (Resource?.some(isResource) ?? true) &&
    !(NotResource?.some(isResource) ?? false) &&
    conditionsHold(statement.Condition, context)
  );
}

/**
 * The account as a principal is denied as a whole; an allowance for it leaves the choice to the account's own policies,
 * so that it counts for the root alone.
 */
function namesPrincipal({ Principal, Effect }: Statement, { caller, place }: AccessRequest): boolean {
  if (Principal === undefined) return false;
  if (Principal === '*') return true;
  if (Principal['AWS']?.includes('*') === true) return true;
  if (parseArn(caller.principal) === undefined)
    return Principal['Service']?.includes(caller.principal) === true;
  const root = `arn:aws:iam::${place.accountId}:root`;
  const names = Principal['AWS'] ?? [];
  const namesAccount = names.includes(root) || names.includes(place.accountId);
  return (
    names.includes(caller.principal) || (namesAccount && (Effect === 'Deny' || caller.principal === root))
  );
}

function contextOf({ caller, permission, place }: AccessRequest): ConditionContext {
  const isService = parseArn(caller.principal) === undefined;
  const context = new Map(
    Object.entries(permission.context ?? {}).map(([key, value]) => [key.toLowerCase(), value]),
  );
  // Loopback has no eavesdropper, so statements that insist on TLS are satisfied.
  context.set('aws:securetransport', 'true');
  context.set('aws:requestedregion', place.region);
  context.set('aws:principalisawsservice', String(isService));
  if (!isService) {
    context.set('aws:principalarn', caller.principal);
    context.set('aws:principalaccount', place.accountId);
    return context;
  }
  // AWS tells the source only where a service acts for a resource.
  context.set('aws:sourceaccount', place.accountId);
  if (caller.sourceArn !== undefined) context.set('aws:sourcearn', caller.sourceArn);
  return context;
}
