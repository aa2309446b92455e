import { policyResource } from '../../kernel/policy-resource.ts';
import type { ResourceType } from '../../kernel/resource.ts';
import type { SnsRoom } from '../room.ts';
import { changedTopicAttributes } from '../topic-attributes.ts';

/** AWS::SNS::TopicPolicy. */
export function topicPolicyResource({ ground: { store }, topics }: SnsRoom): ResourceType {
  return policyResource(store, {
    type: 'AWS::SNS::TopicPolicy',
    list: 'Topics',
    keyOf: (topicArn) => topicArn,
    attach: (topicArn, Policy) => {
      const topic = topics.find(topicArn);
      if (topic === undefined) return;
      topics.put({ ...topic, attributes: changedTopicAttributes(topic.attributes, { Policy }) });
    },
  });
}
