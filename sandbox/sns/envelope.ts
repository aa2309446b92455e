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
const unsignedMark = Buffer.from('unsigned: made by the sandbox, not by AWS').toString('base64');

/** The JSON text that a queue gets where delivery is not raw. */
export function notificationText(parts: EnvelopeParts): string {
  const { signingCertUrl, unsubscribeUrl } = urlsOf(parts);
  const attributes = attributesOf(parts.message);
  const envelope = {
    ...commonMembers(parts),
    SigningCertURL: signingCertUrl,
    UnsubscribeURL: unsubscribeUrl,
    MessageAttributes: Object.keys(attributes).length === 0 ? undefined : attributes,
  };
  // SNS writes a space before each colon, and some consumers compare texts.
  return JSON.stringify(envelope, undefined, 2).replaceAll(/^( +"(?:[^"\\]|\\.)*"):/gm, '$1 :');
}

/** The event that a function gets. */
export function lambdaEvent(parts: EnvelopeParts): string {
  const { signingCertUrl, unsubscribeUrl } = urlsOf(parts);
  const record = {
    EventSource: 'aws:sns',
    EventVersion: '1.0',
    EventSubscriptionArn: parts.subscription.arn,
    Sns: {
      ...commonMembers(parts),
      Subject: parts.message.subject ?? null,
      SigningCertUrl: signingCertUrl,
      UnsubscribeUrl: unsubscribeUrl,
      MessageAttributes: attributesOf(parts.message),
    },
  };
  return JSON.stringify({ Records: [record] });
}

/** In the order in which SNS writes them; a subject that is undefined is left out of JSON. */
function commonMembers({ message, subscription, now }: EnvelopeParts): Readonly<Record<string, unknown>> {
  return {
    Type: 'Notification',
    MessageId: message.messageId,
    TopicArn: subscription.topicArn,
    Subject: message.subject,
    Message: message.bodyFor(subscription.protocol),
    Timestamp: new Date(now).toISOString(),
    SignatureVersion: '1',
    Signature: unsignedMark,
  };
}

function attributesOf({ attributes }: TopicMessage): Readonly<Record<string, object>> {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, { DataType, StringValue = '', BinaryValue }]) => [
      name,
      { Type: DataType, Value: BinaryValue ?? StringValue },
    ]),
  );
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
