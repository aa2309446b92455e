import type { Ground } from '../kernel/ground.ts';
import type { MailSink } from '../kernel/mail-sink.ts';
import type { Route, Service } from '../kernel/service.ts';
import { createEmailIdentity } from './create-email-identity.ts';
import { deleteEmailIdentity } from './delete-email-identity.ts';
import { getEmailIdentity } from './get-email-identity.ts';
import { IdentityStore } from './identity-store.ts';
import { listEmailIdentities } from './list-email-identities.ts';
import { createMailRetention } from './mail-retention.ts';
import { sendEmail } from './send-email.ts';

const identity = '/v2/email/identities/{EmailIdentity}';

const routes: readonly Route[] = [
  { method: 'POST', path: '/v2/email/outbound-emails', operation: 'SendEmail' },
  { method: 'POST', path: '/v2/email/identities', operation: 'CreateEmailIdentity' },
  { method: 'POST', path: '/v2/email/list-identities', operation: 'ListEmailIdentities' },
  // As older clients ask.
  { method: 'GET', path: '/v2/email/identities', operation: 'ListEmailIdentities' },
  { method: 'GET', path: identity, operation: 'GetEmailIdentity' },
  { method: 'DELETE', path: identity, operation: 'DeleteEmailIdentity' },
];

/** Amazon SES v2: mails end in the mailbox. Templates, bulk mail and configuration sets are refused by name. */
export function createSes(ground: Ground, { mailbox }: { readonly mailbox: MailSink }): Service {
  const identities = new IdentityStore(ground);
  const retention = createMailRetention(ground);
  return {
    name: 'ses',
    wire: { routes },
    operations: [
      sendEmail(ground, mailbox),
      ...[createEmailIdentity, getEmailIdentity, listEmailIdentities, deleteEmailIdentity].map((make) =>
        make(identities),
      ),
    ],
    resourceTypes: [],
    start: () => {
      retention.wake();
    },
    stop: () => retention.stop(),
  };
}
