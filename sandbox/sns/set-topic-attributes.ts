import * as z from 'zod';
import { snsOperation } from './sns-operation.ts';
import { changedTopicAttributes } from './topic-attributes.ts';

export const setTopicAttributes = snsOperation({
  name: 'SetTopicAttributes',
  kind: 'write',
  members: { TopicArn: z.string(), AttributeName: z.string(), AttributeValue: z.string().default('') },
  resource: ({ TopicArn }) => TopicArn,
  run: ({ topics }, { input: { TopicArn, AttributeName, AttributeValue } }) => {
    const topic = topics.get(TopicArn);
    const attributes = changedTopicAttributes(topic.attributes, { [AttributeName]: AttributeValue });
    topics.put({ ...topic, attributes });
  },
});
