import type { NotificationId } from '../kernel/ids.ts';

/** A notice, rendered for people. */
export interface CustomerMessage {
  readonly notificationId: NotificationId;
  readonly orderId: string;
  readonly status: string;
  readonly email?: string | undefined;
  /** E.164 */
  readonly phone?: string | undefined;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** One short line for channels like SMS. */
  readonly short: string;
}

/** `skipped`: the customer gave no address for this channel. `rejected`: the address is refused for good. */
export type DeliveryOutcome = 'sent' | 'skipped' | 'rejected';

/** One way to reach a customer. Faults are thrown and may be retried. */
export interface NotificationChannel {
  readonly name: 'log' | 'email' | 'sms';
  send(message: CustomerMessage): Promise<DeliveryOutcome>;
}
