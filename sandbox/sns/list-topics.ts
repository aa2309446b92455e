import * as z from 'zod';
import { pageOf } from './paging.ts';
import { snsOperation } from './sns-operation.ts';

export const listTopics = snsOperation({
  name: 'ListTopics',
  kind: 'read',
  members: { NextToken: z.string().optional() },
  run: ({ topics }, { input: { NextToken } }) => {
    const { page, next } = pageOf(topics.list(), ({ arn }) => arn, NextToken);
    return { Topics: page.map(({ arn }) => ({ TopicArn: arn })), ...next };
  },
});
