import * as z from 'zod';
import { subscriptionPage } from './list-subscriptions.ts';
import { snsOperation } from './sns-operation.ts';

export const listSubscriptionsByTopic = snsOperation({
  name: 'ListSubscriptionsByTopic',
  kind: 'read',
  members: { TopicArn: z.string(), NextToken: z.string().optional() },
  resource: ({ TopicArn }) => TopicArn,
  run: ({ ground, topics, subscriptions }, { input: { TopicArn, NextToken } }) =>
    subscriptionPage(subscriptions.ofTopic(topics.get(TopicArn).arn), ground.place.accountId, NextToken),
});
