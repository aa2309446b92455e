import * as z from 'zod';
import { notFound } from './errors.ts';
import { snsOperation } from './sns-operation.ts';
import { changedAttributes } from './subscription-attributes.ts';

export const setSubscriptionAttributes = snsOperation({
  name: 'SetSubscriptionAttributes',
  kind: 'write',
  members: { SubscriptionArn: z.string(), AttributeName: z.string(), AttributeValue: z.string().default('') },
  run: ({ subscriptions }, { input: { SubscriptionArn, AttributeName, AttributeValue } }) => {
    const subscription = subscriptions.find(SubscriptionArn);
    if (subscription === undefined) throw notFound('Subscription');
    const attributes = changedAttributes(subscription.attributes, { [AttributeName]: AttributeValue });
    subscriptions.put({ ...subscription, attributes });
  },
});
