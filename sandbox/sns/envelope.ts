import type { Ground } from '../kernel/ground.ts';
import type { Subscription } from './subscription-store.ts';
import type { TopicMessage } from './message.ts';

/**
 * The sandbox has no key of AWS and signs nothing: this text stands where the signature would, and the certificate
 * that SigningCertURL names does not exist. A consumer that verifies signatures fails here, as it should.
 */
const unsignedMark = Buffer.from('unsigned: made by the sandbox, not by AWS').toString('base64');

/** The JSON text that a queue gets where delivery is not raw. */
export function notificationText(ground: Ground, subscription: Subscription, message: TopicMessage): string {
  const attributes = attributesOf(message);
  const envelope = {
    ...commonMembers(ground, subscription, message),
    SigningCertURL: certificateUrl(ground),
    UnsubscribeURL: unsubscribeUrl(ground, subscription),
    MessageAttributes: Object.keys(attributes).length === 0 ? undefined : attributes,
  };
  // SNS writes a space before each colon, and some consumers compare texts.
  return JSON.stringify(envelope, undefined, 2).replaceAll(/^( +"(?:[^"\\]|\\.)*"):/gm, '$1 :');
}

/** The event that a function gets. */
export function lambdaEvent(ground: Ground, subscription: Subscription, message: TopicMessage): string {
  const record = {
    EventSource: 'aws:sns',
    EventVersion: '1.0',
    EventSubscriptionArn: subscription.arn,
    Sns: {
      ...commonMembers(ground, subscription, message),
      Subject: message.subject ?? null,
      SigningCertUrl: certificateUrl(ground),
      UnsubscribeUrl: unsubscribeUrl(ground, subscription),
      MessageAttributes: attributesOf(message),
    },
  };
  return JSON.stringify({ Records: [record] });
}

/** In the order in which SNS writes them; a subject that is undefined is left out of JSON. */
function commonMembers(
  { clock }: Ground,
  { topicArn }: Subscription,
  message: TopicMessage,
): Readonly<Record<string, unknown>> {
  return {
    Type: 'Notification',
    MessageId: message.messageId,
    TopicArn: topicArn,
    Subject: message.subject,
    Message: message.body,
    Timestamp: new Date(clock.now()).toISOString(),
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

function certificateUrl({ endpoint }: Ground): string {
  return `${endpoint()}/SimpleNotificationService-unsigned.pem`;
}

/** Leads to this machine. */
export function unsubscribeUrl({ endpoint }: Ground, { arn }: Subscription): string {
  return `${endpoint()}/?Action=Unsubscribe&Version=2010-03-31&SubscriptionArn=${arn}`;
}
