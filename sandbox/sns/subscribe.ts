import * as z from 'zod';
import { checkEndpoint } from './endpoint.ts';
import { invalidParameter } from './errors.ts';
import { textMap, wireFlag } from './input.ts';
import { snsOperation } from './sns-operation.ts';
import { changedAttributes } from './subscription-attributes.ts';

/**
 * Subscribes at once: AWS asks an e-mail address to confirm first, but nobody reads the sandbox's mailbox for that.
 */
export const subscribe = snsOperation({
  name: 'Subscribe',
  kind: 'write',
  members: {
    TopicArn: z.string(),
    Protocol: z.string(),
    Endpoint: z.string(),
    Attributes: textMap,
    /** Without effect: a subscription has its ARN at once. */
    ReturnSubscriptionArn: wireFlag.optional(),
  },
  resource: ({ TopicArn }) => TopicArn,
  run: ({ ground, topics, subscriptions }, { input, call }) => {
    const { TopicArn: topicArn, Endpoint: endpoint, Attributes } = input;
    const topic = topics.get(topicArn);
    const protocol = checkEndpoint(input.Protocol, endpoint);
    const attributes = changedAttributes({}, Attributes);
    const existing = subscriptions
      .ofTopic(topic.arn)
      .find((each) => each.protocol === protocol && each.endpoint === endpoint);
    if (existing !== undefined) {
      if (Object.entries(attributes).some(([name, value]) => existing.attributes[name] !== value)) {
        throw invalidParameter('Attributes Reason: Subscription already exists with different attributes');
      }
      return { SubscriptionArn: existing.arn };
    }
    const arn = `${topic.arn}:${ground.random.uuid()}`;
    const { principal } = call.caller;
    subscriptions.put({ arn, topicArn, protocol, endpoint, attributes, principal, resource: null });
    return { SubscriptionArn: arn };
  },
});
