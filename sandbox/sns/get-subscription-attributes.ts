import * as z from 'zod';
import { notFound } from './errors.ts';
import { snsOperation } from './sns-operation.ts';

export const getSubscriptionAttributes = snsOperation({
  name: 'GetSubscriptionAttributes',
  kind: 'read',
  members: { SubscriptionArn: z.string() },
  run: ({ ground, subscriptions }, { input: { SubscriptionArn } }) => {
    const subscription = subscriptions.find(SubscriptionArn);
    if (subscription === undefined) throw notFound('Subscription');
    const { attributes } = subscription;
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
