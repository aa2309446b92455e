import { hash } from 'node:crypto';
import * as z from 'zod';
import { inputOf } from '../../kernel/input.ts';
import { resourceType } from '../../kernel/resource.ts';
import type { ResourceRequest, ResourceType } from '../../kernel/resource.ts';
import { checkTopicName } from '../create-topic.ts';
import { checkEndpoint } from '../endpoint.ts';
import { unsupported } from '../errors.ts';
import type { SnsRoom } from '../room.ts';

const flag = z.union([z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')]);

const properties = z.strictObject({
  TopicName: z.string().optional(),
  DisplayName: z.string().optional(),
  FifoTopic: flag.optional(),
  KmsMasterKeyId: z.string().optional(),
  SignatureVersion: z.coerce.string().optional(),
  TracingConfig: z.string().optional(),
  Subscription: z.array(z.strictObject({ Protocol: z.string(), Endpoint: z.string() })).default([]),
  Tags: z.unknown().optional(),
});

type Properties = z.output<typeof properties>;

/** AWS::SNS::Topic, with the subscriptions that are written inside it. */
export function topicResource(room: SnsRoom): ResourceType {
  const { topics } = room;
  const parse = inputOf(properties, 'InvalidParameter');
  return resourceType<Properties>({
    type: 'AWS::SNS::Topic',
    withoutEffect: {
      KmsMasterKeyId: 'stored and shown; nothing is encrypted on this machine',
      SignatureVersion: 'stored and shown; notifications are marked as unsigned',
      TracingConfig: 'stored and shown; the trace header always travels',
      Tags: 'nothing is billed or found by tag here',
    },
    parse: (raw) => {
      const parsed = parse(raw);
      if (parsed.FifoTopic === true) throw unsupported('FifoTopic');
      if (parsed.TopicName !== undefined) checkTopicName(parsed.TopicName);
      for (const { Protocol, Endpoint } of parsed.Subscription) checkEndpoint(Protocol, Endpoint);
      return parsed;
    },
    identify: (request) => {
      const TopicName = nameOf(request);
      const TopicArn = topics.arnOf(TopicName);
      return { physicalId: TopicArn, attributes: { TopicArn, TopicName } };
    },
    provision: (request) => {
      const name = nameOf(request);
      const { DisplayName, KmsMasterKeyId, SignatureVersion, TracingConfig } = request.properties;
      const set = Object.entries({ DisplayName, KmsMasterKeyId, SignatureVersion, TracingConfig });
      // The policy is the business of AWS::SNS::TopicPolicy.
      const { Policy } = topics.find(topics.arnOf(name))?.attributes ?? {};
      const attributes = [...set, ['Policy', Policy] as const].flatMap(([key, value]) =>
        value === undefined ? [] : [[key, value] as const],
      );
      topics.put({ name, attributes: Object.fromEntries(attributes) });
      provisionInline(room, request);
    },
    remove: (topicArn) => {
      topics.remove(topicArn);
    },
  });
}

const longestName = 256;

function nameOf({ stackName, logicalId, properties: { TopicName } }: ResourceRequest<Properties>): string {
  return TopicName ?? `${stackName}-${logicalId}`.slice(0, longestName);
}

/** Subscriptions written inside the topic have no name: they are told apart by where they lead. */
function provisionInline({ topics, subscriptions }: SnsRoom, request: ResourceRequest<Properties>): void {
  const topicArn = topics.arnOf(nameOf(request));
  const resource = `${request.stackName}/${request.logicalId}/Subscription`;
  const wanted = request.properties.Subscription.map(({ Protocol, Endpoint: endpoint }) => ({
    arn: `${topicArn}:${subscriptionId(`${resource} ${Protocol} ${endpoint}`)}`,
    topicArn,
    protocol: checkEndpoint(Protocol, endpoint),
    endpoint,
    attributes: {},
    resource,
    principal: 'cloudformation.amazonaws.com',
  }));
  for (const { arn } of subscriptions.ofResource(resource)) {
    if (!wanted.some((each) => each.arn === arn)) subscriptions.remove(arn);
  }
  for (const each of wanted) subscriptions.put(each);
}

/** The UUID that ends the ARN of a template's subscription: the same at every start. */
export function subscriptionId(of: string): string {
  const digits = hash('sha256', of);
  return [8, 12, 16, 20, 32].map((end, at, ends) => digits.slice(at === 0 ? 0 : ends[at - 1], end)).join('-');
}
