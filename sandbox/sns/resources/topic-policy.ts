import * as z from 'zod';
import { inputOf } from '../../kernel/input.ts';
import { resourceType } from '../../kernel/resource.ts';
import type { ResourceRequest, ResourceType } from '../../kernel/resource.ts';
import type { SnsRoom } from '../room.ts';
import { changedTopicAttributes } from '../topic-attributes.ts';

const properties = z.strictObject({
  PolicyDocument: z.record(z.string(), z.unknown()),
  Topics: z.array(z.string()).min(1),
});

type Properties = z.output<typeof properties>;

/** AWS::SNS::TopicPolicy: the Policy attribute of its topics. */
export function topicPolicyResource({ ground: { store }, topics }: SnsRoom): ResourceType {
  const setPolicy = (topicArn: string, Policy: string): void => {
    const topic = topics.find(topicArn);
    if (topic === undefined) return;
    topics.put({ ...topic, attributes: changedTopicAttributes(topic.attributes, { Policy }) });
  };
  const topicsUnder = (resource: string): string[] =>
    store
      .all<{ topicArn: string }>('SELECT topicArn FROM sns_topic_policy WHERE resource = ?', resource)
      .map((row) => row.topicArn);

  return resourceType<Properties>({
    type: 'AWS::SNS::TopicPolicy',
    withoutEffect: {},
    parse: inputOf(properties, 'InvalidParameter'),
    identify: (request) => ({ physicalId: idOf(request), attributes: { Id: idOf(request) } }),
    provision: (request) => {
      const resource = idOf(request);
      const { Topics, PolicyDocument } = request.properties;
      for (const gone of topicsUnder(resource).filter((arn) => !Topics.includes(arn))) setPolicy(gone, '');
      store.run('DELETE FROM sns_topic_policy WHERE resource = ?', resource);
      for (const arn of Topics) {
        store.run('INSERT OR IGNORE INTO sns_topic_policy (resource, topicArn) VALUES (?, ?)', resource, arn);
        setPolicy(arn, JSON.stringify(PolicyDocument));
      }
    },
    remove: (resource) => {
      for (const arn of topicsUnder(resource)) setPolicy(arn, '');
      store.run('DELETE FROM sns_topic_policy WHERE resource = ?', resource);
    },
  });
}

function idOf({ stackName, logicalId }: ResourceRequest<Properties>): string {
  return `${stackName}-${logicalId}`;
}
