import * as z from 'zod';
import type { Ground } from '../kernel/ground.ts';
import { inputOf } from '../kernel/input.ts';
import type { MailSink, NewMail } from '../kernel/mail-sink.ts';
import { operation } from '../kernel/operation.ts';
import type { Operation } from '../kernel/operation.ts';
import { arn } from '../kernel/place.ts';
import { addressIn } from './address.ts';
import { badRequest } from './errors.ts';
import { readRawMail } from './raw-mail.ts';

const part = z.strictObject({ Data: z.string(), Charset: z.string().optional() });
const addresses = z.array(z.string()).default([]);

const input = z.strictObject({
  FromEmailAddress: z.string().optional(),
  Destination: z
    .strictObject({ ToAddresses: addresses, CcAddresses: addresses, BccAddresses: addresses })
    .default({ ToAddresses: [], CcAddresses: [], BccAddresses: [] }),
  /** Checked and not shown: nobody answers a mail in the mailbox. */
  ReplyToAddresses: addresses,
  Content: z.strictObject({
    Simple: z
      .strictObject({
        Subject: part,
        Body: z.strictObject({ Text: part.optional(), Html: part.optional() }),
      })
      .optional(),
    Raw: z.strictObject({ Data: z.string() }).optional(),
  }),
  EmailTags: z.array(z.strictObject({ Name: z.string(), Value: z.string() })).default([]),
});

type Input = z.output<typeof input>;

const parse = inputOf(input, 'BadRequestException');

const mostRecipients = 50;
const tagPattern = /^[A-Za-z0-9_.@-]{1,256}$/;

/** Puts an e-mail into the mailbox: no identity needs to be verified, and no network is touched. */
export function sendEmail({ random }: Ground, mailbox: MailSink): Operation {
  return operation({
    name: 'SendEmail',
    kind: 'write',
    parse,
    permissions: (mail, place) => {
      const from = addressIn(mailOf(mail).from);
      return [
        {
          action: mail.Content.Raw === undefined ? 'ses:SendEmail' : 'ses:SendRawEmail',
          resource: arn(place, 'ses', `identity/${from}`),
          context: { 'ses:FromAddress': from },
        },
      ];
    },
    run: (mail) => {
      const messageId = `${random.hex(16)}-${random.uuid()}-000000`;
      mailbox.put({ channel: 'email', messageId, ...mailOf(mail) });
      return { MessageId: messageId };
    },
  });
}

/** The checked mail. Throws BadRequestException. */
function mailOf(mail: Input): Omit<NewMail, 'channel' | 'messageId'> {
  const { Destination, FromEmailAddress, Content } = mail;
  const { Simple: simple, Raw: raw } = Content;
  if ((simple === undefined) === (raw === undefined)) {
    throw badRequest(
      'Content: exactly one of Simple and Raw is needed; templates are not supported by the sandbox.',
    );
  }
  const source = raw === undefined ? undefined : readRawMail(raw.Data);
  const named = [...Destination.ToAddresses, ...Destination.CcAddresses, ...Destination.BccAddresses];
  const from = FromEmailAddress ?? source?.from;
  if (from === undefined) throw badRequest('FromEmailAddress: the sender is missing');
  for (const address of [from, ...mail.ReplyToAddresses]) addressIn(address);
  return {
    from,
    to: checkRecipients(named.length > 0 ? named : (source?.to ?? [])),
    subject: simple?.Subject.Data ?? source?.subject ?? null,
    text: simple === undefined ? (source?.text ?? null) : (simple.Body.Text?.Data ?? null),
    html: simple?.Body.Html?.Data ?? null,
    tags: Object.fromEntries(mail.EmailTags.map(checkTag)),
  };
}

function checkRecipients(recipients: readonly string[]): readonly string[] {
  if (recipients.length === 0) throw badRequest('Destination: at least one recipient is needed');
  if (recipients.length > mostRecipients) throw badRequest('Recipient count exceeds 50.');
  return recipients.map(addressIn);
}

function checkTag({ Name, Value }: { readonly Name: string; readonly Value: string }): [string, string] {
  if (!tagPattern.test(Name))
    throw badRequest(
      `Invalid tag name <${Name}>: only alphanumeric ASCII characters, '_', '-', '.', '@' are allowed.`,
    );
  if (!tagPattern.test(Value))
    throw badRequest(
      `Invalid tag value <${Value}>: only alphanumeric ASCII characters, '_', '-', '.', '@' are allowed.`,
    );
  return [Name, Value];
}
