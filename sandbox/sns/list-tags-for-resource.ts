import * as z from 'zod';
import { snsOperation } from './sns-operation.ts';

export const listTagsForResource = snsOperation({
  name: 'ListTagsForResource',
  kind: 'read',
  members: { ResourceArn: z.string() },
  resource: ({ ResourceArn }) => ResourceArn,
  run: ({ topics }, { input: { ResourceArn } }) => ({
    Tags: Object.entries(topics.get(ResourceArn).tags).map(([Key, Value]) => ({ Key, Value })),
  }),
});
