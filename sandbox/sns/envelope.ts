import type { Subscription } from './subscription-store.ts';
import type { TopicMessage } from './message.ts';

/** What an envelope is made of. */
export interface EnvelopeParts {
  readonly message: TopicMessage;
  readonly subscription: Subscription;
  /** URL of the AWS endpoint. */
  readonly endpoint: string;
  /** Epoch milliseconds. */
  readonly now: number;
}

/**
 * The sandbox has no key of AWS and signs nothing: this text stands where the signature would, and the certificate
 * that SigningCertURL names does not exist. A consumer that verifies signatures fails here, as it should.
 */
export const unsignedMark = Buffer.from('unsigned: made by the sandbox, not by AWS').toString('base64');

/** The JSON text that a queue, or an address of protocol email-json, gets where delivery is not raw. */
export function notificationText(parts: EnvelopeParts): string {
  const { signingCertUrl: SigningCertURL, unsubscribeUrl: UnsubscribeURL } = urlsOf(parts);
  const { subject, attributes, ...common } = commonMembers(parts);
  const envelope = {
    ...{ Type: common.Type, MessageId: common.MessageId, TopicArn: common.TopicArn },
    ...(subject === undefined ? {} : { Subject: subject }),
    ...{
      Message: common.Message,
      Timestamp: common.Timestamp,
      SignatureVersion: '1',
      Signature: unsignedMark,
    },
    ...{ SigningCertURL, UnsubscribeURL },
    ...(Object.keys(attributes).length === 0 ? {} : { MessageAttributes: attributes }),
  };
  // SNS writes a space before each colon, and some consumers compare texts.
  return JSON.stringify(envelope, undefined, 2).replaceAll(/^( +"(?:[^"\\]|\\.)*"):/gm, '$1 :');
}

/** The event that a function gets. */
export function lambdaEvent(parts: EnvelopeParts): string {
  const { signingCertUrl: SigningCertUrl, unsubscribeUrl: UnsubscribeUrl } = urlsOf(parts);
  const { subject, attributes, ...common } = commonMembers(parts);
  const record = {
    EventSource: 'aws:sns',
    EventVersion: '1.0',
    EventSubscriptionArn: parts.subscription.arn,
    Sns: {
      ...{
        Type: common.Type,
        MessageId: common.MessageId,
        TopicArn: common.TopicArn,
        Subject: subject ?? null,
      },
      ...{
        Message: common.Message,
        Timestamp: common.Timestamp,
        SignatureVersion: '1',
        Signature: unsignedMark,
      },
      ...{ SigningCertUrl, UnsubscribeUrl, MessageAttributes: attributes },
    },
  };
  return JSON.stringify({ Records: [record] });
}

interface CommonMembers {
  readonly Type: 'Notification';
  readonly MessageId: string;
  readonly TopicArn: string;
  readonly Message: string;
  readonly Timestamp: string;
  readonly subject: string | undefined;
  readonly attributes: Readonly<Record<string, { readonly Type: string; readonly Value: string }>>;
}

function commonMembers({ message, subscription, now }: EnvelopeParts): CommonMembers {
  const attributes = Object.entries(message.attributes).map(([name, value]) => [
    name,
    { Type: value.DataType, Value: value.BinaryValue ?? value.StringValue ?? '' },
  ]);
  return {
    Type: 'Notification',
    MessageId: message.messageId,
    TopicArn: subscription.topicArn,
    Message: message.bodyFor(subscription.protocol),
    Timestamp: new Date(now).toISOString(),
    subject: message.subject,
    attributes: Object.fromEntries(attributes),
  };
}

/** The two links of an envelope; both lead to this machine. */
export function urlsOf({ endpoint, subscription }: Pick<EnvelopeParts, 'endpoint' | 'subscription'>): {
  readonly signingCertUrl: string;
  readonly unsubscribeUrl: string;
} {
  return {
    signingCertUrl: `${endpoint}/SimpleNotificationService-unsigned.pem`,
    unsubscribeUrl: `${endpoint}/?Action=Unsubscribe&Version=2010-03-31&SubscriptionArn=${subscription.arn}`,
  };
}
