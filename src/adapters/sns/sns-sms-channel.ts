import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import type { NotificationChannel } from '../../core/ports/notification-channel.ts';
import { writing } from '../sdk-faults.ts';

/** {@link NotificationChannel} that sends one short text message. */
export const snsSmsChannel = (client: SNSClient): NotificationChannel => ({
  name: 'sms',
  async send({ phone, short }) {
    if (phone === undefined) return 'skipped';
    try {
      await writing(client.send(new PublishCommand({ PhoneNumber: phone, Message: short })));
      return 'sent';
    } catch (error) {
      if (isRejected(error)) return 'rejected';
      throw error;
    }
  },
});

/** The number itself is refused, or its owner has opted out: no later attempt can succeed. */
const isRejected = (error: unknown): boolean =>
  error instanceof Error && ['InvalidParameterException', 'OptedOutException'].includes(error.name);
