import { SendEmailCommand, SESv2Client } from '@aws-sdk/client-sesv2';
import type { SendEmailCommandInput } from '@aws-sdk/client-sesv2';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { virtualClock } from '../kernel/virtual-clock.ts';
import type { VirtualClock } from '../kernel/virtual-clock.ts';
import { testCloud } from '../testing.ts';
import type { TestCloud } from '../testing.ts';
import { createMailbox } from './mailbox.ts';
import type { Mailbox } from './mailbox.ts';
import { createSes } from './service.ts';

let clock: VirtualClock;
let cloud: TestCloud;
let mailbox: Mailbox;
let client: SESv2Client;

beforeEach(() => {
  clock = virtualClock();
  cloud = testCloud({
    clock,
    rooms: (ground) => {
      mailbox = createMailbox(ground);
      return [createSes(ground, { mailbox })];
    },
  });
  client = new SESv2Client(cloud.clientConfig);
});

afterEach(async () => {
  await cloud.stop();
  expect(cloud.faults).toEqual([]);
});

const simple = {
  Simple: { Subject: { Data: 'Grüße' }, Body: { Text: { Data: 'text' }, Html: { Data: '<p>html</p>' } } },
};

async function send(input: Partial<SendEmailCommandInput>): Promise<string> {
  const { MessageId } = await client.send(
    new SendEmailCommand({
      FromEmailAddress: 'Shop <shop@example.com>',
      Destination: { ToAddresses: ['ann@example.com'] },
      Content: simple,
      ...input,
    }),
  );
  return MessageId ?? '';
}

test('a simple mail lands in the mailbox, with copies and tags', async () => {
  const messageId = await send({
    Destination: { ToAddresses: ['Ann <ann@example.com>'], BccAddresses: ['bob@example.com'] },
    EmailTags: [{ Name: 'thing', Value: '1' }],
  });
  await send({ Destination: { ToAddresses: ['cy@example.com'] } });
  expect(mailbox.list({ to: 'BOB@example.com' })).toEqual([
    {
      channel: 'email',
      messageId,
      from: 'Shop <shop@example.com>',
      to: ['ann@example.com', 'bob@example.com'],
      subject: 'Grüße',
      text: 'text',
      html: '<p>html</p>',
      tags: { thing: '1' },
      receivedAt: '2024-01-15T10:30:00.000Z',
    },
  ]);
  expect(mailbox.list().map(({ to }) => to[0])).toEqual(['cy@example.com', 'ann@example.com']);
});

test.each<[string, Partial<SendEmailCommandInput>, string]>([
  ['a sender without domain', { FromEmailAddress: 'nope' }, "Missing final '@domain'"],
  ['a bad domain', { FromEmailAddress: 'a@exa mple.com' }, 'Domain contains illegal character'],
  ['a bad recipient', { Destination: { ToAddresses: ['a b@example.com'] } }, 'Local address contains'],
  ['no recipient', { Destination: {} }, 'at least one recipient'],
  [
    '51 recipients',
    { Destination: { ToAddresses: Array.from({ length: 51 }, (_, n) => `a${n}@example.com`) } },
    'Recipient count exceeds 50.',
  ],
  [
    'a template',
    { Content: { Template: { TemplateName: 'x' } } },
    'Content.Template: not supported by the sandbox',
  ],
  [
    'a raw mail',
    { Content: { Raw: { Data: Buffer.from('Subject: x') } } },
    'Content.Raw: not supported by the sandbox',
  ],
  [
    'a configuration set',
    { ConfigurationSetName: 'x' },
    'ConfigurationSetName: not supported by the sandbox',
  ],
  ['a tag with a colon', { EmailTags: [{ Name: 'a', Value: 'b:c' }] }, 'Invalid tag value <b:c>'],
])('refused: %s', async (_case, input, message) => {
  await expect(send(input)).rejects.toMatchObject({
    name: 'BadRequestException',
    message: expect.stringContaining(message),
  });
  expect(mailbox.list()).toEqual([]);
});

test('mails are kept for thirty days', async () => {
  await send({});
  await clock.advance(20 * 86_400_000);
  await send({});
  expect(mailbox.list()).toHaveLength(2);
  await clock.advance(12 * 86_400_000);
  expect(mailbox.list()).toHaveLength(1);
});
