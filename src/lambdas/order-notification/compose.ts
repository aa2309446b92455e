import * as z from 'zod';
import { documentClient, sesClient, snsClient } from '../../adapters/aws-clients.ts';
import { dynamodbNoticeDeduplication } from '../../adapters/dynamodb/dynamodb-notice-deduplication.ts';
import { dynamodbOrderStore } from '../../adapters/dynamodb/dynamodb-order-store.ts';
import { logNotificationChannel } from '../../adapters/log/log-notification-channel.ts';
import { sesEmailChannel } from '../../adapters/ses/ses-email-channel.ts';
import { snsSmsChannel } from '../../adapters/sns/sns-sms-channel.ts';
import { systemClock } from '../../adapters/system/system-clock.ts';
import type { NotificationChannel } from '../../core/ports/notification-channel.ts';
import { telemetry, type Telemetry } from '../telemetry/telemetry.ts';

const channelNames = z.array(z.enum(['log', 'email', 'sms'])).nonempty();

const environmentSchema = z.object({
  ORDERS_TABLE: z.string().min(1),
  IDEMPOTENCY_TABLE: z.string().min(1),
  /** Comma-separated, e.g. `log,email`. */
  NOTIFICATION_CHANNELS: z
    .string()
    .transform((list) => list.split(',').map((name) => name.trim()))
    .pipe(channelNames),
  SENDER_EMAIL: z.string().min(3),
});

/** Everything that order-notification needs, built once per execution environment. */
export function compose() {
  const environment = environmentSchema.parse(process.env);
  const client = documentClient();
  const said = telemetry();
  return {
    ...said,
    orders: dynamodbOrderStore(client, { orders: environment.ORDERS_TABLE }),
    deduplication: dynamodbNoticeDeduplication({
      client,
      clock: systemClock,
      table: environment.IDEMPOTENCY_TABLE,
    }),
    channels: environment.NOTIFICATION_CHANNELS.map((name) =>
      channelFor(name, said, environment.SENDER_EMAIL),
    ),
  };
}

function channelFor(
  name: NotificationChannel['name'],
  { logger }: Telemetry,
  sender: string,
): NotificationChannel {
  switch (name) {
    case 'log':
      return logNotificationChannel((notice) => {
        logger.info('notification', { ...notice });
      });
    case 'email':
      return sesEmailChannel(sesClient(), sender);
    case 'sms':
      return snsSmsChannel(snsClient());
  }
}
