import type { Ground } from '../kernel/ground.ts';
import type { MailSink } from '../kernel/mail-sink.ts';
import type { DecideByResource } from '../kernel/resource-policy.ts';
import type { Delivery, Service } from '../kernel/service.ts';
import { createTopic } from './create-topic.ts';
import { deleteTopic } from './delete-topic.ts';
import { getSubscriptionAttributes } from './get-subscription-attributes.ts';
import { getTopicAttributes } from './get-topic-attributes.ts';
import { listSubscriptionsByTopic } from './list-subscriptions-by-topic.ts';
import { listSubscriptions } from './list-subscriptions.ts';
import { listTopics } from './list-topics.ts';
import { publishBatch } from './publish-batch.ts';
import { publish } from './publish.ts';
import { Publisher } from './publisher.ts';
import { receiveDelivery } from './receive-delivery.ts';
import { subscriptionResource } from './resources/subscription.ts';
import { topicPolicyResource } from './resources/topic-policy.ts';
import { topicResource } from './resources/topic.ts';
import type { SnsRoom } from './room.ts';
import { snsTables } from './schema.ts';
import { setSubscriptionAttributes } from './set-subscription-attributes.ts';
import { setTopicAttributes } from './set-topic-attributes.ts';
import { subscribe } from './subscribe.ts';
import { SubscriptionStore } from './subscription-store.ts';
import { TopicStore } from './topic-store.ts';
import { unsubscribe } from './unsubscribe.ts';
import { snsWire } from './wire.ts';

/** Topics, with what other rooms need of them. */
export interface Sns extends Service {
  /** The resource policy of a topic as JSON text, for the evaluation of permissions. */
  readonly policyOf: (topicArn: string) => string | undefined;
}

const operations = [
  createTopic,
  deleteTopic,
  listTopics,
  getTopicAttributes,
  setTopicAttributes,
  publish,
  publishBatch,
  subscribe,
  unsubscribe,
  listSubscriptions,
  listSubscriptionsByTopic,
  getSubscriptionAttributes,
  setSubscriptionAttributes,
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
  const subscriptions = new SubscriptionStore(ground);
  const publisher = new Publisher({ ground, subscriptions, mailbox });
  const room: SnsRoom = { ground, topics, subscriptions, publisher };
  return {
    name: 'sns',
    wire: snsWire,
    operations: operations.map((make) => make(room)),
    resourceTypes: [topicResource(room), subscriptionResource(room), topicPolicyResource(room)],
    policyOf: (topicArn) => topics.find(topicArn)?.attributes['Policy'],
    receive: (delivery: Delivery) => {
      receiveDelivery(room, delivery, decideByResource);
    },
  };
}
