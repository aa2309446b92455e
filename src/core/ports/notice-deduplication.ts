import type { NotificationId } from '../kernel/ids.ts';

/**
 * Remembers which notices went out on which channel. A claim is a lease: a sender that died leaves it to expire,
 * so a notice may be sent twice around a crash but never zero times.
 */
export interface NoticeDeduplication {
  claim(notice: NoticeOnChannel): Promise<'claimed' | 'already-sent' | 'in-progress'>;
  markSent(notice: NoticeOnChannel): Promise<void>;
  /** Gives the claim back after a failed send. */
  release(notice: NoticeOnChannel): Promise<void>;
}

export interface NoticeOnChannel {
  readonly notificationId: NotificationId;
  readonly channel: string;
}
