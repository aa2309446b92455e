import type { Ground } from '../kernel/ground.ts';
import type { MailSink } from '../kernel/mail-sink.ts';
import type { Service } from '../kernel/service.ts';
import { createMailRetention } from './mail-retention.ts';
import { sendEmail } from './send-email.ts';

/** Amazon SES v2: mails end in the mailbox. Templates, raw and bulk mail and identities are refused by name. */
export function createSes(ground: Ground, { mailbox }: { readonly mailbox: MailSink }): Service {
  const retention = createMailRetention(ground);
  return {
    name: 'ses',
    wire: { routes: [{ method: 'POST', path: '/v2/email/outbound-emails', operation: 'SendEmail' }] },
    operations: [sendEmail({ ground, mailbox })],
    resourceTypes: [],
    start: retention.wake,
    stop: retention.stop,
  };
}
