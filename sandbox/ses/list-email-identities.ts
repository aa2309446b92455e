import * as z from 'zod';
import { inputOf } from '../kernel/input.ts';
import { operation } from '../kernel/operation.ts';
import type { Operation } from '../kernel/operation.ts';
import type { IdentityStore } from './identity-store.ts';

const parse = inputOf(
  z.strictObject({
    PageSize: z.coerce.number().int().min(1).max(1_000).default(1_000),
    NextToken: z.string().default(''),
  }),
  'BadRequestException',
);

export function listEmailIdentities(identities: IdentityStore): Operation {
  return operation({
    name: 'ListEmailIdentities',
    kind: 'read',
    parse,
    permissions: () => [{ action: 'ses:ListEmailIdentities', resource: '*' }],
    run: ({ PageSize, NextToken }) => {
      const after = Buffer.from(NextToken, 'base64url').toString('utf8');
      const rest = identities.list().filter(({ name }) => name > after);
      const page = rest.slice(0, PageSize);
      const last = page.at(-1)?.name;
      const isMore = rest.length > page.length && last !== undefined;
      return {
        EmailIdentities: page.map(({ name: IdentityName, type: IdentityType }) => ({
          ...{ IdentityName, IdentityType, SendingEnabled: true, VerificationStatus: 'SUCCESS' },
        })),
        ...(isMore ? { NextToken: Buffer.from(last).toString('base64url') } : {}),
      };
    },
  });
}
