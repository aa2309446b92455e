import { BadRequestException, SendEmailCommand, type SESv2Client } from '@aws-sdk/client-sesv2';
import type { CustomerMessage, NotificationChannel } from '../../core/ports/notification-channel.ts';
import { writing } from '../sdk-faults.ts';

/** {@link NotificationChannel} on SES v2: text and HTML in one mail. */
export const sesEmailChannel = (client: SESv2Client, sender: string): NotificationChannel => ({
  name: 'email',
  async send(message) {
    if (message.email === undefined) return 'skipped';
    try {
      await writing(client.send(new SendEmailCommand(emailParams(sender, message.email, message))));
      return 'sent';
    } catch (error) {
      if (isRejected(error)) return 'rejected';
      throw error;
    }
  },
});

/** The notification id travels as a tag, so that copies of one notice can be told from two notices. */
export const emailParams = (sender: string, to: string, message: CustomerMessage) => ({
  FromEmailAddress: sender,
  Destination: { ToAddresses: [to] },
  Content: {
    Simple: {
      Subject: { Data: message.subject, Charset: 'UTF-8' },
      Body: {
        Text: { Data: message.text, Charset: 'UTF-8' },
        Html: { Data: message.html, Charset: 'UTF-8' },
      },
    },
  },
  // Tag values may not hold a colon.
  EmailTags: [{ Name: 'notification-id', Value: message.notificationId.replaceAll(':', '_') }],
});

/**
 * The address is no address: of all that a mail is made of, it alone differs from one customer to the next. Everything
 * else that SES refuses (`MessageRejected` for an identity that is not verified, a suspended account, paused sending)
 * says something about the account, and the notice must come back until that is mended.
 * https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html
 */
const isRejected = (error: unknown): boolean => error instanceof BadRequestException;
