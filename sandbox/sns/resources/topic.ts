import * as z from 'zod';
import { inputOf } from '../../kernel/input.ts';
import { definedIn } from '../../kernel/json.ts';
import { generatedName, resourceType } from '../../kernel/resource.ts';
import type { ResourceType } from '../../kernel/resource.ts';
import { stableUuid } from '../../kernel/stable-uuid.ts';
import { checkEndpoint } from '../endpoint.ts';
import { unsupported } from '../errors.ts';
import type { SnsRoom } from '../room.ts';
import { checkTopicName } from '../topic-attributes.ts';

const parse = inputOf(
  z.strictObject({
    TopicName: z.string().optional(),
    DisplayName: z.string().optional(),
    FifoTopic: z.literal([true, false, 'true', 'false']).optional(),
    KmsMasterKeyId: z.string().optional(),
    SignatureVersion: z.coerce.string().optional(),
    TracingConfig: z.string().optional(),
    Subscription: z.array(z.strictObject({ Protocol: z.string(), Endpoint: z.string() })).default([]),
    Tags: z.unknown().optional(),
  }),
  'InvalidParameter',
);

/** AWS::SNS::Topic, with the subscriptions that are written inside it. */
export function topicResource({ topics, subscriptions }: SnsRoom): ResourceType {
  return resourceType({
    type: 'AWS::SNS::Topic',
    withoutEffect: {
      KmsMasterKeyId: 'stored and shown; nothing is encrypted on this machine',
      SignatureVersion: 'stored and shown; notifications are marked as unsigned',
      TracingConfig: 'stored and shown; the trace header always travels',
      Tags: 'nothing is billed or found by tag here',
    },
    parse: (raw) => {
      const { TopicName, FifoTopic = false, Subscription, Tags, ...attributes } = parse(raw);
      void Tags; // withoutEffect
      if (String(FifoTopic) === 'true') throw unsupported('FifoTopic');
      if (TopicName !== undefined) checkTopicName(TopicName);
      const inline = Subscription.map(({ Protocol, Endpoint: endpoint }) => ({
        protocol: checkEndpoint(Protocol, endpoint),
        endpoint,
      }));
      return { TopicName, attributes, inline };
    },
    identify: (request) => {
      const TopicName = request.properties.TopicName ?? generatedName(request, 256);
      const TopicArn = topics.arnOf(TopicName);
      return { physicalId: TopicArn, attributes: { TopicArn, TopicName } };
    },
    provision: (
      { stackName, logicalId, properties },
      { physicalId: topicArn, attributes: { TopicName = '' } },
    ) => {
      // The policy is the business of AWS::SNS::TopicPolicy.
      const { Policy } = topics.find(topicArn)?.attributes ?? {};
      topics.put({
        name: TopicName,
        attributes: definedIn({ ...properties.attributes, Policy }),
      });
      // Subscriptions written inside the topic have no name: they are told apart by where they lead.
      const resource = `${stackName}/${logicalId}/Subscription`;
      const wanted = properties.inline.map(({ protocol, endpoint }) => ({
        arn: `${topicArn}:${stableUuid(`${resource} ${protocol} ${endpoint}`)}`,
        topicArn,
        protocol,
        endpoint,
        attributes: {},
        principal: 'cloudformation.amazonaws.com',
      }));
      subscriptions.putResource(resource, wanted);
    },
    remove: (topicArn) => {
      topics.remove(topicArn);
    },
  });
}
