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
    const { topicArn: TopicArn, protocol: Protocol, endpoint: Endpoint, attributes } = subscription;
    const scope = attributes['FilterPolicy'] === undefined ? {} : { FilterPolicyScope: 'MessageAttributes' };
    return {
      Attributes: {
        ...{ SubscriptionArn, TopicArn, Protocol, Endpoint, Owner: ground.place.accountId },
        ...{ SubscriptionPrincipal: subscription.principal, ConfirmationWasAuthenticated: 'true' },
        ...{ PendingConfirmation: 'false', RawMessageDelivery: 'false', ...scope, ...attributes },
      },
    };
  },
});
