import * as z from 'zod';
import { inputOf } from '../../kernel/input.ts';
import { resourceType } from '../../kernel/resource.ts';
import type { ResourceRequest, ResourceType } from '../../kernel/resource.ts';
import { checkEndpoint } from '../endpoint.ts';
import type { SnsRoom } from '../room.ts';
import { changedAttributes } from '../subscription-attributes.ts';
import type { Texts } from '../topic-store.ts';
import { subscriptionId } from './topic.ts';

const policy = z
  .record(z.string(), z.unknown())
  .transform((document) => JSON.stringify(document))
  .optional();

const properties = z.strictObject({
  TopicArn: z.string(),
  Protocol: z.string(),
  Endpoint: z.string(),
  RawMessageDelivery: z
    .union([z.boolean(), z.enum(['true', 'false'])])
    .transform(String)
    .optional(),
  FilterPolicy: policy,
  FilterPolicyScope: z.string().optional(),
  RedrivePolicy: policy,
  Region: z.string().optional(),
});

type Properties = z.output<typeof properties>;

/** AWS::SNS::Subscription. */
export function subscriptionResource({ subscriptions }: SnsRoom): ResourceType {
  const parse = inputOf(properties, 'InvalidParameter');
  return resourceType<Properties>({
    type: 'AWS::SNS::Subscription',
    withoutEffect: { Region: 'the sandbox is one region' },
    parse: (raw) => {
      const parsed = parse(raw);
      checkEndpoint(parsed.Protocol, parsed.Endpoint);
      attributesOf(parsed);
      return parsed;
    },
    identify: (request) => ({ physicalId: arnOf(request), attributes: { Arn: arnOf(request) } }),
    provision: (request) => {
      const { TopicArn: topicArn, Protocol, Endpoint: endpoint } = request.properties;
      const arn = arnOf(request);
      const resource = resourceOf(request);
      // It may have belonged to another topic before.
      for (const each of subscriptions.ofResource(resource))
        if (each.arn !== arn) subscriptions.remove(each.arn);
      subscriptions.put({
        arn,
        topicArn,
        protocol: checkEndpoint(Protocol, endpoint),
        endpoint,
        resource,
        attributes: attributesOf(request.properties),
        principal: 'cloudformation.amazonaws.com',
      });
    },
    remove: (arn) => {
      subscriptions.remove(arn);
    },
  });
}

function resourceOf({ stackName, logicalId }: ResourceRequest<Properties>): string {
  return `${stackName}/${logicalId}`;
}

function arnOf(request: ResourceRequest<Properties>): string {
  return `${request.properties.TopicArn}:${subscriptionId(resourceOf(request))}`;
}

function attributesOf({
  RawMessageDelivery,
  FilterPolicy,
  FilterPolicyScope,
  RedrivePolicy,
}: Properties): Texts {
  const set = Object.entries({ RawMessageDelivery, FilterPolicy, FilterPolicyScope, RedrivePolicy });
  return changedAttributes(
    {},
    Object.fromEntries(set.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]))),
  );
}
