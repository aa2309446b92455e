import type { Ground } from '../kernel/ground.ts';
import type { MailSink } from '../kernel/mail-sink.ts';
import type { DecideByResource } from '../kernel/resource-policy.ts';
import type { Service } from '../kernel/service.ts';
import { publish, publishBatch } from './publish.ts';
import { receiveDelivery } from './receive-delivery.ts';
import { subscriptionResource } from './resources/subscription.ts';
import { topicPolicyResource } from './resources/topic-policy.ts';
import { topicResource } from './resources/topic.ts';
import type { SnsRoom } from './room.ts';
import { snsTables } from './schema.ts';
import * as subscriptionOperations from './subscription-operations.ts';
import { SubscriptionStore } from './subscription-store.ts';
import * as topicOperations from './topic-operations.ts';
import { TopicStore } from './topic-store.ts';

/** Topics, with what other rooms need of them. */
export interface Sns extends Service {
  /** The resource policy of a topic as JSON text, for the evaluation of permissions. */
  readonly policyOf: (topicArn: string) => string | undefined;
}

const operations = [
  ...Object.values(topicOperations),
  ...Object.values(subscriptionOperations),
  publish,
  publishBatch,
];

/** What the room is handed besides its ground. */
export interface SnsDependencies {
  /** Takes e-mails and text messages. */
  readonly mailbox: MailSink;
  /** Evaluates topic policies for what other services deliver; without it everything is let in. */
  readonly decideByResource?: DecideByResource;
}

/** Amazon SNS, standard topics. FIFO topics and HTTP subscribers are refused by name. */
export function createSns(ground: Ground, { mailbox, decideByResource }: SnsDependencies): Sns {
  ground.store.define(snsTables);
  const topics = new TopicStore(ground);
  const room: SnsRoom = { ground, topics, subscriptions: new SubscriptionStore(ground), mailbox };
  return {
    name: 'sns',
    // SNS speaks the Query protocol only.
    wire: {
      query: {
        version: '2010-03-31',
        namespace: 'http://sns.amazonaws.com/doc/2010-03-31/',
        mapInputs: { MessageAttributes: { key: 'Name', value: 'Value' } },
        mapOutputs: ['Attributes'],
      },
    },
    operations: operations.map((make) => make(room)),
    resourceTypes: [topicResource(room), subscriptionResource(room), topicPolicyResource(room)],
    policyOf: (topicArn) => topics.find(topicArn)?.attributes['Policy'],
    receive: (delivery) => {
      receiveDelivery(room, delivery, decideByResource);
    },
  };
}
