import { AwsError, messageOf } from '../kernel/errors.ts';
import type { Delivery } from '../kernel/service.ts';
import { failureIn } from '../store/savepoint.ts';
import { lambdaEvent, notificationText, unsubscribeUrl } from './envelope.ts';
import type { TopicMessage } from './message.ts';
import type { SnsRoom } from './room.ts';
import type { Subscription } from './subscription-store.ts';

/** A raw message with more attributes than SQS takes cannot be delivered. */
const mostRawAttributes = 10;

/**
 * Inside a write: delivers to every subscription whose filter lets the message pass, all in this transaction. What
 * one subscriber refuses goes to its dead-letter queue; without one it is reported, and the others are not hurt.
 */
export function publishToTopic(room: SnsRoom, topicArn: string, message: TopicMessage): void {
  for (const subscription of room.subscriptions.ofTopic(topicArn)) {
    const { filter, deadLetterTargetArn: dead } = subscription.settings;
    if (filter?.(message) === false) continue;
    const refused = refusalOf(room, () => {
      deliver(room, subscription, message);
    });
    if (refused === undefined) continue;
    const lost = dead === undefined ? refused : bury(room, { subscription, message, dead, refused });
    if (lost !== undefined) {
      room.ground.report(`sns delivery to ${subscription.endpoint} (${subscription.arn})`, lost);
    }
  }
}

/** Inside a write: a text message to a number. */
export function textPhone({ mailbox }: SnsRoom, phoneNumber: string, message: TopicMessage): void {
  mailbox.put({
    channel: 'sms',
    messageId: message.messageId,
    from: 'NOTICE',
    to: [phoneNumber],
    subject: null,
    text: message.body,
    html: null,
    tags: textAttributes(message),
  });
}

/** What a part of the fan-out was refused with: nothing of it stays then. A defect ends the whole publish. */
function refusalOf({ ground }: SnsRoom, part: () => void): AwsError | undefined {
  const thrown = failureIn(ground.store, part);
  if (thrown === undefined || thrown instanceof AwsError) return thrown;
  throw thrown;
}

interface Refused {
  readonly subscription: Subscription;
  readonly message: TopicMessage;
  /** ARN of the dead-letter queue. */
  readonly dead: string;
  readonly refused: AwsError;
}

/** Why the dead-letter queue did not take the message either; undefined where it did. */
function bury(room: SnsRoom, { subscription, message, dead, refused }: Refused): string | undefined {
  const again = refusalOf(room, () => {
    toQueue(room, dead, { subscription, message });
  });
  if (again === undefined) return undefined;
  return `${messageOf(refused)}; and its dead-letter queue: ${messageOf(again)}`;
}

function deliver(room: SnsRoom, subscription: Subscription, message: TopicMessage): void {
  const { endpoint, protocol } = subscription;
  switch (protocol) {
    case 'sqs':
      toQueue(room, endpoint, { subscription, message });
      break;
    case 'lambda':
      room.ground.deliver({
        target: endpoint,
        body: lambdaEvent(room.ground, subscription, message),
        ...senderOf(subscription, message),
      });
      break;
    case 'email':
      mail(room, subscription, message);
      break;
    case 'sms':
      textPhone(room, endpoint, message);
  }
}

/** A queue gets an envelope, or else body and attributes raw; a dead-letter queue what the queue would have got. */
function toQueue(
  { ground }: SnsRoom,
  target: string,
  { subscription, message }: Pick<Refused, 'subscription' | 'message'>,
): void {
  const sender = senderOf(subscription, message);
  if (!subscription.settings.isRaw || subscription.protocol !== 'sqs') {
    ground.deliver({ target, body: notificationText(ground, subscription, message), ...sender });
    return;
  }
  const { body, attributes } = message;
  if (Object.keys(attributes).length > mostRawAttributes) {
    throw new AwsError('InvalidParameterException', 'Raw delivery takes at most 10 message attributes.');
  }
  ground.deliver({ target, body, attributes, ...sender });
}

function senderOf(
  { topicArn }: Subscription,
  { traceHeader }: TopicMessage,
): Pick<Delivery, 'caller' | 'traceHeader'> {
  return { caller: { principal: 'sns.amazonaws.com', sourceArn: topicArn }, traceHeader };
}

function mail({ ground, mailbox }: SnsRoom, subscription: Subscription, message: TopicMessage): void {
  const url = unsubscribeUrl(ground, subscription);
  const farewell = `\n\n--\nIf you wish to stop receiving notifications from this topic, visit:\n${url}\n`;
  mailbox.put({
    channel: 'email',
    messageId: message.messageId,
    from: 'no-reply@sns.amazonaws.com',
    to: [subscription.endpoint],
    subject: message.subject ?? 'AWS Notification Message',
    text: message.body + farewell,
    html: null,
    tags: textAttributes(message),
  });
}

function textAttributes({ attributes }: TopicMessage): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, { StringValue = '' }]) => [name, StringValue]),
  );
}
