import * as z from 'zod';
import { inputOf } from '../kernel/input.ts';
import { operation } from '../kernel/operation.ts';
import type { Operation } from '../kernel/operation.ts';
import { arn } from '../kernel/place.ts';
import { identityNotFound } from './errors.ts';
import type { IdentityStore } from './identity-store.ts';

const parse = inputOf(z.strictObject({ EmailIdentity: z.string() }), 'BadRequestException');

export function getEmailIdentity(identities: IdentityStore): Operation {
  return operation({
    name: 'GetEmailIdentity',
    kind: 'read',
    parse,
    permissions: ({ EmailIdentity }, place) => [
      { action: 'ses:GetEmailIdentity', resource: arn(place, 'ses', `identity/${EmailIdentity}`) },
    ],
    run: ({ EmailIdentity }) => {
      const identity = identities.find(EmailIdentity);
      if (identity === undefined) throw identityNotFound(EmailIdentity);
      const { type: IdentityType } = identity;
      return { IdentityType, VerifiedForSendingStatus: true, VerificationStatus: 'SUCCESS', Tags: [] };
    },
  });
}
