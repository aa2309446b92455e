import * as z from 'zod';
import { invalidParameter, unsupported } from './errors.ts';
import { textMap } from './input.ts';
import { snsOperation } from './sns-operation.ts';
import { changedTopicAttributes } from './topic-attributes.ts';

export const createTopic = snsOperation({
  name: 'CreateTopic',
  kind: 'write',
  members: { Name: z.string(), Attributes: textMap },
  resource: ({ Name }, { topics }) => topics.arnOf(Name),
  run: ({ topics }, { input: { Name: name, Attributes } }) => {
    checkTopicName(name);
    const attributes = changedTopicAttributes({}, Attributes);
    const TopicArn = topics.arnOf(name);
    const existing = topics.find(TopicArn);
    if (existing === undefined) {
      topics.put({ name, attributes });
      return { TopicArn };
    }
    // The same call again finds the topic; another one must not change it silently.
    if (Object.entries(attributes).some(([key, value]) => existing.attributes[key] !== value)) {
      throw invalidParameter('Attributes Reason: Topic already exists with different attributes');
    }
    return { TopicArn };
  },
});

/** Throws InvalidParameter for a name that SNS, or the sandbox, does not take. */
export function checkTopicName(name: string): void {
  if (name.endsWith('.fifo')) throw unsupported(`${name} (FIFO topics)`);
  if (!/^[A-Za-z0-9_-]{1,256}$/.test(name)) throw invalidParameter('Topic Name');
}
