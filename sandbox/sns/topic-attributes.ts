import { parseJson } from '../kernel/json.ts';
import { invalidParameter, unsupported } from './errors.ts';
import type { Texts, Topic } from './topic-store.ts';

const supported = ['DisplayName', 'Policy', 'KmsMasterKeyId', 'SignatureVersion', 'TracingConfig'];
/** They rule HTTP deliveries and delivery logs, which the sandbox does not have. */
const notHere =
  /^(DeliveryPolicy|ArchivePolicy|DataProtectionPolicy|(HTTP|SQS|Lambda|Firehose|Application)(Success|Failure)Feedback\w*)$/;
const fifo = ['FifoTopic', 'ContentBasedDeduplication', 'FifoThroughputScope'];

/** Throws InvalidParameter for a name that SNS, or the sandbox, does not take. */
export function checkTopicName(name: string): void {
  if (name.endsWith('.fifo')) throw unsupported(`${name} (FIFO topics)`);
  if (!/^[A-Za-z0-9_-]{1,256}$/.test(name)) throw invalidParameter('Topic Name');
}

/** The attributes after a change; an empty text takes one away. Throws InvalidParameter. */
export function changedTopicAttributes(before: Texts, change: Texts): Texts {
  for (const [name, value] of Object.entries(change)) {
    if (name === 'FifoTopic' && value === 'false') continue;
    if (fifo.includes(name)) throw unsupported(`${name} (FIFO topics)`);
    if (notHere.test(name)) throw unsupported(name);
    if (!supported.includes(name)) throw invalidParameter('AttributeName');
    if (name === 'Policy' && value !== '' && parseJson(value) === undefined) {
      throw invalidParameter('Policy Error: null');
    }
  }
  const changed = { ...before, ...change };
  return Object.fromEntries(
    Object.entries(changed).filter(([name, value]) => value !== '' && name !== 'FifoTopic'),
  );
}

/** The attributes as GetTopicAttributes shows them. */
export function shownTopicAttributes({ arn, attributes }: Topic, accountId: string): Texts {
  return {
    TopicArn: arn,
    Owner: accountId,
    DisplayName: '',
    Policy: defaultPolicy(arn, accountId),
    ...attributes,
  };
}

const ownerActions =
  'GetTopicAttributes SetTopicAttributes AddPermission RemovePermission DeleteTopic Subscribe ListSubscriptionsByTopic Publish';

/** What AWS gives a topic without a policy of its own: the account may do everything. */
function defaultPolicy(topicArn: string, accountId: string): string {
  const statement = {
    Sid: '__default_statement_ID',
    Effect: 'Allow',
    Principal: { AWS: '*' },
    Action: ownerActions.split(' ').map((action) => `SNS:${action}`),
    Resource: topicArn,
    Condition: { StringEquals: { 'AWS:SourceOwner': accountId } },
  };
  return JSON.stringify({ Version: '2008-10-17', Id: '__default_policy_ID', Statement: [statement] });
}
