import * as z from 'zod';
import { inputOf } from '../kernel/input.ts';
import { operation } from '../kernel/operation.ts';
import type { Operation } from '../kernel/operation.ts';
import { arn } from '../kernel/place.ts';
import { addressIn, isDomain } from './address.ts';
import { badRequest, identityExists } from './errors.ts';
import type { Identity, IdentityStore } from './identity-store.ts';

const parse = inputOf(z.strictObject({ EmailIdentity: z.string() }), 'BadRequestException');

/** Makes an identity, verified at once. */
export function createEmailIdentity(identities: IdentityStore): Operation {
  return operation({
    name: 'CreateEmailIdentity',
    kind: 'write',
    parse,
    permissions: ({ EmailIdentity }, place) => [
      { action: 'ses:CreateEmailIdentity', resource: arn(place, 'ses', `identity/${EmailIdentity}`) },
    ],
    run: ({ EmailIdentity }) => {
      const identity = identityOf(EmailIdentity);
      if (identities.find(identity.name) !== undefined) throw identityExists(identity.name);
      identities.put(identity);
      return { IdentityType: identity.type, VerifiedForSendingStatus: true };
    },
  });
}

/** Throws BadRequestException where the text is neither an address nor a domain. */
function identityOf(text: string): Identity {
  if (text.includes('@')) return { name: addressIn(text), type: 'EMAIL_ADDRESS' };
  if (!isDomain(text)) throw badRequest(`EmailIdentity: ${text} is neither an address nor a domain`);
  return { name: text, type: 'DOMAIN' };
}
