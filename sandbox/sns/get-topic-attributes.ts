import * as z from 'zod';
import { snsOperation } from './sns-operation.ts';
import { shownTopicAttributes } from './topic-attributes.ts';

export const getTopicAttributes = snsOperation({
  name: 'GetTopicAttributes',
  kind: 'read',
  members: { TopicArn: z.string() },
  resource: ({ TopicArn }) => TopicArn,
  run: ({ ground, topics, subscriptions }, { input: { TopicArn } }) => ({
    Attributes: shownTopicAttributes(topics.get(TopicArn), ground.place.accountId, subscriptions),
  }),
});
