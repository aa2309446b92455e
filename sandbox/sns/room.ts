import type { Ground } from '../kernel/ground.ts';
import type { MailSink } from '../kernel/mail-sink.ts';
import type { SubscriptionStore } from './subscription-store.ts';
import type { TopicStore } from './topic-store.ts';

/** What the operations of SNS work with. */
export interface SnsRoom {
  readonly ground: Ground;
  readonly topics: TopicStore;
  readonly subscriptions: SubscriptionStore;
  /** Takes e-mails and text messages. */
  readonly mailbox: MailSink;
}
