import * as z from 'zod';
import type { Ground } from '../kernel/ground.ts';
import { inputOf } from '../kernel/input.ts';
import { operation } from '../kernel/operation.ts';
import type { Operation } from '../kernel/operation.ts';
import type { Authority } from './authority.ts';
import { roleId } from './get-caller-identity.ts';
import { roleArn } from './role-store.ts';

const parse = inputOf(z.strictObject({ RoleName: z.string() }), 'ValidationError');

/** GetRole. */
export function getRole({ place }: Ground, { roles }: Authority): Operation {
  return operation({
    name: 'GetRole',
    kind: 'read',
    parse,
    permissions: ({ RoleName }) => [{ action: 'iam:GetRole', resource: roleArn(place, RoleName) }],
    run: ({ RoleName }) => {
      const role = roles.get(roleArn(place, RoleName));
      return {
        Role: {
          Path: '/',
          RoleName: role.name,
          RoleId: roleId(role.access_key_id),
          Arn: role.arn,
          AssumeRolePolicyDocument: encodeURIComponent(role.trust),
        },
      };
    },
  });
}
