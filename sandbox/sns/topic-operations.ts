import * as z from 'zod';
import { arn } from '../kernel/place.ts';
import { invalidParameter } from './errors.ts';
import { snsOperation, textMap } from './sns-operation.ts';
import { changedTopicAttributes, checkTopicName, shownTopicAttributes } from './topic-attributes.ts';

export const createTopic = snsOperation({
  name: 'CreateTopic',
  kind: 'write',
  members: { Name: z.string(), Attributes: textMap },
  resources: ({ Name }, place) => [arn(place, 'sns', Name)],
  run: ({ topics }, { Name: name, Attributes }) => {
    checkTopicName(name);
    const attributes = changedTopicAttributes({}, Attributes);
    const TopicArn = topics.arnOf(name);
    const existing = topics.find(TopicArn);
    if (existing === undefined) topics.put({ name, attributes });
    // The same call again finds the topic; another one must not change it silently.
    else if (Object.entries(attributes).some(([key, value]) => existing.attributes[key] !== value)) {
      throw invalidParameter('Attributes Reason: Topic already exists with different attributes');
    }
    return { TopicArn };
  },
});

export const deleteTopic = snsOperation({
  name: 'DeleteTopic',
  kind: 'write',
  members: { TopicArn: z.string() },
  resources: ({ TopicArn }) => [TopicArn],
  run: ({ topics }, { TopicArn }) => {
    topics.remove(TopicArn);
  },
});

/** All on one page. */
export const listTopics = snsOperation({
  name: 'ListTopics',
  kind: 'read',
  members: {},
  run: ({ topics }) => ({ Topics: topics.list().map((topic) => ({ TopicArn: topic.arn })) }),
});

export const getTopicAttributes = snsOperation({
  name: 'GetTopicAttributes',
  kind: 'read',
  members: { TopicArn: z.string() },
  resources: ({ TopicArn }) => [TopicArn],
  run: ({ ground, topics, subscriptions }, { TopicArn }) => ({
    Attributes: {
      ...shownTopicAttributes(topics.get(TopicArn), ground.place.accountId),
      SubscriptionsConfirmed: String(subscriptions.ofTopic(TopicArn).length),
      SubscriptionsPending: '0',
      SubscriptionsDeleted: '0',
    },
  }),
});

export const setTopicAttributes = snsOperation({
  name: 'SetTopicAttributes',
  kind: 'write',
  members: { TopicArn: z.string(), AttributeName: z.string(), AttributeValue: z.string().default('') },
  resources: ({ TopicArn }) => [TopicArn],
  run: ({ topics }, { TopicArn, AttributeName, AttributeValue }) => {
    const topic = topics.get(TopicArn);
    const attributes = changedTopicAttributes(topic.attributes, { [AttributeName]: AttributeValue });
    topics.put({ ...topic, attributes });
  },
});
