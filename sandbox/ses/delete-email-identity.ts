import * as z from 'zod';
import { inputOf } from '../kernel/input.ts';
import { operation } from '../kernel/operation.ts';
import type { Operation } from '../kernel/operation.ts';
import { arn } from '../kernel/place.ts';
import { identityNotFound } from './errors.ts';
import type { IdentityStore } from './identity-store.ts';

const parse = inputOf(z.strictObject({ EmailIdentity: z.string() }), 'BadRequestException');

export function deleteEmailIdentity(identities: IdentityStore): Operation {
  return operation({
    name: 'DeleteEmailIdentity',
    kind: 'write',
    parse,
    permissions: ({ EmailIdentity }, place) => [
      { action: 'ses:DeleteEmailIdentity', resource: arn(place, 'ses', `identity/${EmailIdentity}`) },
    ],
    run: ({ EmailIdentity }) => {
      if (identities.find(EmailIdentity) === undefined) throw identityNotFound(EmailIdentity);
      identities.remove(EmailIdentity);
      return {};
    },
  });
}
