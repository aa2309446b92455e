import * as z from 'zod';
import { checkEndpoint } from './endpoint.ts';
import { invalidParameter } from './errors.ts';
import { snsOperation, textMap } from './sns-operation.ts';
import { changedAttributes } from './subscription-attributes.ts';
import type { Subscription } from './subscription-store.ts';

/**
 * Subscribes at once: AWS asks an e-mail address to confirm first, but nobody reads the sandbox's mailbox for that.
 */
export const subscribe = snsOperation({
  name: 'Subscribe',
  kind: 'write',
  members: {
    TopicArn: z.string(),
    Protocol: z.string(),
    Endpoint: z.string(),
    Attributes: textMap,
    /** Without effect: a subscription has its ARN at once. */
    ReturnSubscriptionArn: z.union([z.boolean(), z.enum(['true', 'false'])]).optional(),
  },
  resources: ({ TopicArn }) => [TopicArn],
  run: ({ ground, topics, subscriptions }, input, { caller: { principal } }) => {
    const { TopicArn: topicArn, Endpoint: endpoint } = input;
    const topic = topics.get(topicArn);
    const protocol = checkEndpoint(input.Protocol, endpoint);
    const attributes = changedAttributes({}, input.Attributes);
    const existing = subscriptions
      .ofTopic(topic.arn)
      .find((each) => each.protocol === protocol && each.endpoint === endpoint);
    if (existing === undefined) {
      const arn = `${topic.arn}:${ground.random.uuid()}`;
      subscriptions.put({ arn, topicArn, protocol, endpoint, attributes, principal, resource: null });
      return { SubscriptionArn: arn };
    }
    if (Object.entries(attributes).some(([name, value]) => existing.attributes[name] !== value)) {
      throw invalidParameter('Attributes Reason: Subscription already exists with different attributes');
    }
    return { SubscriptionArn: existing.arn };
  },
});

export const unsubscribe = snsOperation({
  name: 'Unsubscribe',
  kind: 'write',
  members: { SubscriptionArn: z.string() },
  run: ({ subscriptions }, { SubscriptionArn }) => {
    const elements = SubscriptionArn.split(':').length;
    if (elements < 6) {
      throw invalidParameter(`SubscriptionArn Reason: An ARN must have at least 6 elements, not ${elements}`);
    }
    subscriptions.remove(SubscriptionArn);
  },
});

/** All on one page. */
export const listSubscriptions = snsOperation({
  name: 'ListSubscriptions',
  kind: 'read',
  members: {},
  run: ({ ground, subscriptions }) => listed(subscriptions.all(), ground.place.accountId),
});

/** All on one page. */
export const listSubscriptionsByTopic = snsOperation({
  name: 'ListSubscriptionsByTopic',
  kind: 'read',
  members: { TopicArn: z.string() },
  resources: ({ TopicArn }) => [TopicArn],
  run: ({ ground, topics, subscriptions }, { TopicArn }) =>
    listed(subscriptions.ofTopic(topics.get(TopicArn).arn), ground.place.accountId),
});

function listed(subscriptions: readonly Subscription[], Owner: string): object {
  return {
    Subscriptions: subscriptions.map(({ arn, protocol, endpoint, topicArn }) => ({
      SubscriptionArn: arn,
      Owner,
      Protocol: protocol,
      Endpoint: endpoint,
      TopicArn: topicArn,
    })),
  };
}

export const getSubscriptionAttributes = snsOperation({
  name: 'GetSubscriptionAttributes',
  kind: 'read',
  members: { SubscriptionArn: z.string() },
  run: ({ ground, subscriptions }, { SubscriptionArn }) => {
    const { attributes, ...subscription } = subscriptions.get(SubscriptionArn);
    return {
      Attributes: {
        SubscriptionArn,
        TopicArn: subscription.topicArn,
        Protocol: subscription.protocol,
        Endpoint: subscription.endpoint,
        Owner: ground.place.accountId,
        SubscriptionPrincipal: subscription.principal,
        ConfirmationWasAuthenticated: 'true',
        PendingConfirmation: 'false',
        RawMessageDelivery: 'false',
        FilterPolicyScope: attributes['FilterPolicy'] === undefined ? undefined : 'MessageAttributes',
        ...attributes,
      },
    };
  },
});

export const setSubscriptionAttributes = snsOperation({
  name: 'SetSubscriptionAttributes',
  kind: 'write',
  members: { SubscriptionArn: z.string(), AttributeName: z.string(), AttributeValue: z.string().default('') },
  run: ({ subscriptions }, { SubscriptionArn, AttributeName, AttributeValue }) => {
    const subscription = subscriptions.get(SubscriptionArn);
    const attributes = changedAttributes(subscription.attributes, { [AttributeName]: AttributeValue });
    subscriptions.put({ ...subscription, attributes });
  },
});
