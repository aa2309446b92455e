import * as z from 'zod';
import { inputOf } from '../../kernel/input.ts';
import { definedIn } from '../../kernel/json.ts';
import { resourceType } from '../../kernel/resource.ts';
import type { ResourceType } from '../../kernel/resource.ts';
import { stableUuid } from '../../kernel/stable-uuid.ts';
import { checkEndpoint } from '../endpoint.ts';
import type { SnsRoom } from '../room.ts';
import { changedAttributes } from '../subscription-attributes.ts';

const policy = z
  .record(z.string(), z.unknown())
  .transform((document) => JSON.stringify(document))
  .optional();

const parse = inputOf(
  z.strictObject({
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
  }),
  'InvalidParameter',
);

/** AWS::SNS::Subscription. */
export function subscriptionResource({ subscriptions }: SnsRoom): ResourceType {
  return resourceType({
    type: 'AWS::SNS::Subscription',
    withoutEffect: { Region: 'the sandbox is one region' },
    parse: (raw) => {
      const { TopicArn: topicArn, Protocol, Endpoint: endpoint, Region, ...settings } = parse(raw);
      void Region; // withoutEffect
      return {
        topicArn,
        protocol: checkEndpoint(Protocol, endpoint),
        endpoint,
        attributes: changedAttributes({}, definedIn(settings)),
        principal: 'cloudformation.amazonaws.com',
      };
    },
    identify: ({ stackName, logicalId, properties: { topicArn } }) => {
      const Arn = `${topicArn}:${stableUuid(`${stackName}/${logicalId}`)}`;
      return { physicalId: Arn, attributes: { Arn } };
    },
    provision: ({ stackName, logicalId, properties }, { physicalId }) => {
      // It may have belonged to another topic before: that one is removed.
      subscriptions.putResource(`${stackName}/${logicalId}`, [{ arn: physicalId, ...properties }]);
    },
    remove: (arn) => {
      subscriptions.remove(arn);
    },
  });
}
