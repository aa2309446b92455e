import {
  AccountSuspendedException,
  BadRequestException,
  MailFromDomainNotVerifiedException,
  MessageRejected,
  SendingPausedException,
  SESv2Client,
} from '@aws-sdk/client-sesv2';
import { expect, test } from 'vitest';
import { orderIdFrom } from '../../core/kernel/ids.ts';
import { renderNotice } from '../../core/notifications/render-notice.ts';
import { pendingOrder } from '../../core/testing/memory-world.ts';
import { sesEmailChannel } from './ses-email-channel.ts';

const refused = { message: 'refused', $metadata: { httpStatusCode: 400 } };
const message = renderNotice({ ...pendingOrder(orderIdFrom('order-1')), customerEmail: 'c@example.com' });

/** The channel on a client whose every call ends with the given error. */
function channelThatMeets(error: Error) {
  const client = new SESv2Client({ region: 'us-east-1' });
  client.middlewareStack.add(() => () => Promise.reject(error), { step: 'initialize' });
  return sesEmailChannel(client, 'orders@example.com');
}

test('an address that SES cannot read is final (F55)', async () => {
  expect(await channelThatMeets(new BadRequestException(refused)).send(message)).toBe('rejected');
});

test.each([
  new MessageRejected(refused),
  new MailFromDomainNotVerifiedException(refused),
  new AccountSuspendedException(refused),
  new SendingPausedException(refused),
])('$name is the account’s trouble and thrown, so that the notice comes back', async (error) => {
  await expect(channelThatMeets(error).send(message)).rejects.toBe(error);
});
