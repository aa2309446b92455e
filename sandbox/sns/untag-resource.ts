import * as z from 'zod';
import { snsOperation } from './sns-operation.ts';

export const untagResource = snsOperation({
  name: 'UntagResource',
  kind: 'write',
  members: { ResourceArn: z.string(), TagKeys: z.array(z.string()).default([]) },
  resource: ({ ResourceArn }) => ResourceArn,
  run: ({ topics }, { input: { ResourceArn, TagKeys } }) => {
    const topic = topics.get(ResourceArn);
    const kept = Object.entries(topic.tags).filter(([key]) => !TagKeys.includes(key));
    topics.put({ ...topic, tags: Object.fromEntries(kept) });
  },
});
