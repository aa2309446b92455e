import * as z from 'zod';
import { pageOf } from './paging.ts';
import { snsOperation } from './sns-operation.ts';
import type { Subscription } from './subscription-store.ts';

export const listSubscriptions = snsOperation({
  name: 'ListSubscriptions',
  kind: 'read',
  members: { NextToken: z.string().optional() },
  run: ({ ground, subscriptions }, { input: { NextToken } }) =>
    subscriptionPage(subscriptions.all(), ground.place.accountId, NextToken),
});

/** A page of subscriptions as both list operations show them. */
export function subscriptionPage(
  subscriptions: readonly Subscription[],
  Owner: string,
  token: string | undefined,
): Readonly<Record<string, unknown>> {
  const { page, next } = pageOf(subscriptions, ({ arn }) => arn, token);
  const Subscriptions = page.map(({ arn, protocol, endpoint, topicArn }) => ({
    SubscriptionArn: arn,
    Owner,
    Protocol: protocol,
    Endpoint: endpoint,
    TopicArn: topicArn,
  }));
  return { Subscriptions, ...next };
}
