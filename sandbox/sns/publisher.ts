import { AwsError, messageOf } from '../kernel/errors.ts';
import type { Ground } from '../kernel/ground.ts';
import type { MailSink } from '../kernel/mail-sink.ts';
import { inSavepoint } from '../store/savepoint.ts';
import { lambdaEvent, notificationText, urlsOf } from './envelope.ts';
import type { EnvelopeParts } from './envelope.ts';
import type { TopicMessage } from './message.ts';
import type { Subscription, SubscriptionStore } from './subscription-store.ts';

/** A raw message with more attributes than SQS takes cannot be delivered. */
const mostRawAttributes = 10;
const mailSender = 'no-reply@sns.amazonaws.com';

/** What the publisher delivers with. */
export interface PublisherDependencies {
  readonly ground: Ground;
  readonly subscriptions: SubscriptionStore;
  readonly mailbox: MailSink;
}

/** Hands messages to subscribers. */
export class Publisher {
  readonly #deps: PublisherDependencies;

  constructor(dependencies: PublisherDependencies) {
    this.#deps = dependencies;
  }

  /**
   * Inside a write: delivers to every subscription whose filter lets the message pass, all in this transaction. What
   * one subscriber refuses goes to its dead-letter queue; without one it is reported, and the others are not hurt.
   */
  publish(topicArn: string, message: TopicMessage): void {
    const { ground, subscriptions } = this.#deps;
    for (const subscription of subscriptions.ofTopic(topicArn)) {
      const { filter } = subscription.settings;
      const body = message.bodyFor(subscription.protocol);
      if (filter?.({ body, attributes: message.attributes }) === false) continue;
      try {
        inSavepoint(ground.store, () => {
          this.#deliver(subscription, message);
        });
      } catch (thrown) {
        if (!(thrown instanceof AwsError)) throw thrown;
        this.#bury(subscription, message, thrown);
      }
    }
  }

  /** Inside a write: a text message to a number. */
  sms(phoneNumber: string, message: TopicMessage): void {
    this.#deps.mailbox.put({
      channel: 'sms',
      messageId: message.messageId,
      from: 'NOTICE',
      to: [phoneNumber],
      subject: null,
      text: message.bodyFor('sms'),
      html: null,
      tags: textAttributes(message),
    });
  }

  #deliver(subscription: Subscription, message: TopicMessage): void {
    switch (subscription.protocol) {
      case 'sqs':
        this.#toQueue(subscription.endpoint, subscription, message);
        return;
      case 'lambda':
        this.#hand(subscription.endpoint, {
          topicArn: subscription.topicArn,
          message,
          body: lambdaEvent(this.#parts(subscription, message)),
        });
        return;
      case 'email':
        this.#mail(subscription, message);
        return;
      case 'sms':
        this.sms(subscription.endpoint, message);
    }
  }

  /** A queue gets an envelope, or else body and attributes raw; a dead-letter queue what the queue would have got. */
  #toQueue(queueArn: string, subscription: Subscription, message: TopicMessage): void {
    const { topicArn, protocol, settings } = subscription;
    if (!settings.isRaw || protocol !== 'sqs') {
      this.#hand(queueArn, { topicArn, message, body: notificationText(this.#parts(subscription, message)) });
      return;
    }
    const { attributes } = message;
    if (Object.keys(attributes).length > mostRawAttributes) {
      throw new AwsError('InvalidParameterException', 'Raw delivery takes at most 10 message attributes.');
    }
    this.#hand(queueArn, { topicArn, message, body: message.bodyFor('sqs'), attributes });
  }

  #hand(target: string, { topicArn, message, body, attributes }: Handed): void {
    this.#deps.ground.deliver({
      target,
      body,
      caller: { principal: 'sns.amazonaws.com', sourceArn: topicArn },
      attributes,
      traceHeader: message.traceHeader,
    });
  }

  #mail(subscription: Subscription, message: TopicMessage): void {
    const { unsubscribeUrl } = urlsOf({ endpoint: this.#deps.ground.endpoint(), subscription });
    const farewell = `\n\n--\nIf you wish to stop receiving notifications from this topic, visit:\n${unsubscribeUrl}\n`;
    this.#deps.mailbox.put({
      channel: 'email',
      messageId: message.messageId,
      from: mailSender,
      to: [subscription.endpoint],
      subject: message.subject ?? 'AWS Notification Message',
      text: message.bodyFor('email') + farewell,
      html: null,
      tags: textAttributes(message),
    });
  }

  #bury(subscription: Subscription, message: TopicMessage, thrown: AwsError): void {
    const { ground } = this.#deps;
    const { deadLetterTargetArn } = subscription.settings;
    const where = `sns delivery to ${subscription.endpoint} (${subscription.arn})`;
    if (deadLetterTargetArn === undefined) {
      ground.report(where, thrown);
      return;
    }
    try {
      inSavepoint(ground.store, () => {
        this.#toQueue(deadLetterTargetArn, subscription, message);
      });
    } catch (again) {
      if (!(again instanceof AwsError)) throw again;
      ground.report(where, `${messageOf(thrown)}; and its dead-letter queue: ${messageOf(again)}`);
    }
  }

  #parts(subscription: Subscription, message: TopicMessage): EnvelopeParts {
    const { ground } = this.#deps;
    return { subscription, message, endpoint: ground.endpoint(), now: ground.clock.now() };
  }
}

/** What a queue or a function is handed of a message. */
interface Handed {
  readonly topicArn: string;
  readonly message: TopicMessage;
  readonly body: string;
  readonly attributes?: TopicMessage['attributes'];
}

function textAttributes({ attributes }: TopicMessage): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, { StringValue = '' }]) => [name, StringValue]),
  );
}
