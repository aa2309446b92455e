import * as z from 'zod';
import type { Ground } from '../kernel/ground.ts';
import { inputOf } from '../kernel/input.ts';
import { operation } from '../kernel/operation.ts';
import type { Operation } from '../kernel/operation.ts';
import type { Authority } from './authority.ts';
import { userOf } from './access-denied.ts';

const parse = inputOf(z.strictObject({}));

/** GetCallerIdentity: needs no permission. */
export function getCallerIdentity({ place }: Ground, { roles }: Authority): Operation {
  return operation({
    name: 'GetCallerIdentity',
    kind: 'read',
    parse,
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
