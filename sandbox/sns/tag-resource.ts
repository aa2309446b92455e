import * as z from 'zod';
import { invalidParameter } from './errors.ts';
import { tagList } from './input.ts';
import { snsOperation } from './sns-operation.ts';

const mostTags = 50;

export const tagResource = snsOperation({
  name: 'TagResource',
  kind: 'write',
  members: { ResourceArn: z.string(), Tags: tagList },
  resource: ({ ResourceArn }) => ResourceArn,
  run: ({ topics }, { input: { ResourceArn, Tags } }) => {
    const topic = topics.get(ResourceArn);
    const tags = { ...topic.tags, ...Object.fromEntries(Tags.map(({ Key, Value }) => [Key, Value])) };
    if (Object.keys(tags).length > mostTags) throw invalidParameter('Tags Reason: at most 50 tags');
    topics.put({ ...topic, tags });
  },
});
