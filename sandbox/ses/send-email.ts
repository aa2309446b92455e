import * as z from 'zod';
import type { Ground } from '../kernel/ground.ts';
import type { MailSink, NewMail } from '../kernel/mail-sink.ts';
import { arn } from '../kernel/place.ts';
import { membersWith, operationsOf } from '../kernel/room-operation.ts';
import type { Members } from '../kernel/room-operation.ts';
import { addressIn } from './address.ts';
import { badRequest } from './bad-request.ts';

const part = z.strictObject({ Data: z.string(), Charset: z.string().optional() });
const addresses = z.array(z.string()).default([]);

const members = {
  FromEmailAddress: z.string(),
  Destination: z
    .strictObject({ ToAddresses: addresses, CcAddresses: addresses, BccAddresses: addresses })
    .prefault({}),
  /** Checked and not shown: nobody answers a mail in the mailbox. */
  ReplyToAddresses: addresses,
  Content: z.strictObject({
    Simple: z.strictObject({
      Subject: part,
      Body: z.strictObject({ Text: part.optional(), Html: part.optional() }),
    }),
  }),
  EmailTags: z.array(z.strictObject({ Name: z.string(), Value: z.string() })).default([]),
};

const mostRecipients = 50;
const tagPattern = /^[A-Za-z0-9_.@-]{1,256}$/;

/** What SES works with. */
export interface SesRoom {
  readonly ground: Ground;
  readonly mailbox: MailSink;
}

/** Puts an e-mail into the mailbox: no identity needs to be verified, and no network is touched. */
export const sendEmail = operationsOf<SesRoom>(
  'ses',
  membersWith('BadRequestException'),
)({
  name: 'SendEmail',
  kind: 'write',
  members,
  permissions: (mail, place) => {
    const from = addressIn(mail.FromEmailAddress);
    const resource = arn(place, 'ses', `identity/${from}`);
    return [{ action: 'ses:SendEmail', resource, context: { 'ses:FromAddress': from } }];
  },
  run: ({ ground: { random }, mailbox }, mail) => {
    const messageId = `${random.hex(16)}-${random.uuid()}-000000`;
    mailbox.put({ channel: 'email', messageId, ...mailOf(mail) });
    return { MessageId: messageId };
  },
});

/** The checked mail. Throws BadRequestException. */
function mailOf(mail: Members<typeof members>): Omit<NewMail, 'channel' | 'messageId'> {
  const { Destination: named, FromEmailAddress: from } = mail;
  const { Subject, Body } = mail.Content.Simple;
  for (const address of [from, ...mail.ReplyToAddresses]) addressIn(address);
  return {
    from,
    to: checkRecipients([...named.ToAddresses, ...named.CcAddresses, ...named.BccAddresses]),
    subject: Subject.Data,
    text: Body.Text?.Data ?? null,
    html: Body.Html?.Data ?? null,
    tags: Object.fromEntries(mail.EmailTags.map(checkTag)),
  };
}

function checkRecipients(recipients: readonly string[]): readonly string[] {
  if (recipients.length === 0) throw badRequest('Destination: at least one recipient is needed');
  if (recipients.length > mostRecipients) throw badRequest('Recipient count exceeds 50.');
  return recipients.map(addressIn);
}

function checkTag({ Name, Value }: { readonly Name: string; readonly Value: string }): [string, string] {
  for (const [what, text] of Object.entries({ name: Name, value: Value })) {
    if (tagPattern.test(text)) continue;
    const allowed = "only alphanumeric ASCII characters, '_', '-', '.', '@' are allowed.";
    throw badRequest(`Invalid tag ${what} <${text}>: ${allowed}`);
  }
  return [Name, Value];
}
