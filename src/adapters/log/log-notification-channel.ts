import type { NotificationChannel } from '../../core/ports/notification-channel.ts';

export interface MaskedNotice {
  readonly notificationId: string;
  readonly status: string;
  readonly email?: string | undefined;
  readonly phone?: string | undefined;
}

/** {@link NotificationChannel} that only says what it would send: one line, with addresses masked altogether. */
export const logNotificationChannel = (write: (notice: MaskedNotice) => void): NotificationChannel => ({
  name: 'log',
  send({ notificationId, status, email, phone }) {
    write({
      notificationId,
      status,
      email: email && '***@***',
      phone: phone && '+***',
    });
    return Promise.resolve('sent');
  },
});
