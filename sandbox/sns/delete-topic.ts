import * as z from 'zod';
import { snsOperation } from './sns-operation.ts';

export const deleteTopic = snsOperation({
  name: 'DeleteTopic',
  kind: 'write',
  members: { TopicArn: z.string() },
  resource: ({ TopicArn }) => TopicArn,
  run: ({ topics }, { input: { TopicArn } }) => {
    topics.remove(TopicArn);
  },
});
