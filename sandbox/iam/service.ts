import * as z from 'zod';
import type { Ground } from '../kernel/ground.ts';
import { inputOf } from '../kernel/input.ts';
import { operation } from '../kernel/operation.ts';
import type { Operation } from '../kernel/operation.ts';
import type { Service } from '../kernel/service.ts';
import { userOf } from './access-denied.ts';
import { createAuthority } from './authority.ts';
import type { Authority } from './authority.ts';
import { roleResource } from './resources/role.ts';

/** IAM: the roles, and who may do what. */
export interface Iam extends Service, Authority {}

/** IAM: roles come from templates; the hub asks about every call, the lambda room for the keys of functions. */
export function createIam(ground: Ground): Iam {
  const authority = createAuthority(ground.store, ground.place);
  return {
    ...authority,
    name: 'iam',
    wire: {
      query: { version: '2010-05-08', namespace: 'https://iam.amazonaws.com/doc/2010-05-08/' },
    },
    operations: [],
    resourceTypes: [roleResource(ground, authority)],
  };
}

/** STS: who am I. */
export function createSts(ground: Ground, authority: Authority): Service {
  return {
    name: 'sts',
    wire: {
      query: { version: '2011-06-15', namespace: 'https://sts.amazonaws.com/doc/2011-06-15/' },
    },
    operations: [getCallerIdentity(ground, authority)],
    resourceTypes: [],
  };
}

const parseNothing = inputOf(z.strictObject({}));

/** GetCallerIdentity: needs no permission. */
function getCallerIdentity({ place }: Ground, { roles }: Authority): Operation {
  return operation({
    name: 'GetCallerIdentity',
    kind: 'read',
    parse: parseNothing,
    permissions: () => [],
    run: (_input, { caller }) => {
      const role = roles.byArn(caller.principal);
      return {
        // Role ids look like AROA…
        UserId:
          role === undefined ? place.accountId : `${role.access_key_id.replace(/^ASIA/, 'AROA')}:sandbox`,
        Account: place.accountId,
        Arn: role === undefined ? caller.principal : userOf(caller, place),
      };
    },
  });
}
