import { onlyKeys } from '../shape.ts';
import { apiEvent } from './api-event.ts';
import type { ApiRoutes } from './api-routes.ts';
import { pulledEvent } from './pulled-event.ts';
import { ruleEvent } from './rule-event.ts';
import { eventsOf, invokePermission } from './event.ts';
import type { ExpandedEvent, SamEvent } from './event.ts';
import { beside, getAtt, picked, unsupported } from './generated.ts';
import type { SamResource } from './generated.ts';

/** All events of a function, expanded. */
export function functionEvents(resource: SamResource, routes: ApiRoutes): Required<ExpandedEvent> {
  const events = eventsOf(resource).map((event) => expandEvent(event, routes));
  return {
    resources: events.flatMap((event) => event.resources),
    managed: events.flatMap((event) => event.managed ?? []),
    policies: events.flatMap((event) => event.policies ?? []),
  };
}

function expandEvent(event: SamEvent, routes: ApiRoutes): ExpandedEvent {
  switch (event.type) {
    case 'SQS':
    case 'DynamoDB':
      return pulledEvent(event);
    case 'Schedule':
    case 'CloudWatchEvent':
    case 'EventBridgeRule':
      return functionRule(event);
    case 'SNS':
      return topicEvent(event);
    case 'Api':
      return apiEvent(event, routes);
    default:
      throw unsupported(event.at, `the event type ${event.type}`);
  }
}

function functionRule(event: SamEvent): ExpandedEvent {
  const { logicalId } = event.resource;
  const target = { Arn: getAtt(logicalId, 'Arn'), Id: `${event.id}LambdaTarget` };
  const permission = invokePermission(event, {
    principal: 'events.amazonaws.com',
    sourceArn: getAtt(event.id, 'Arn'),
  });
  return { resources: [ruleEvent(event, target), permission] };
}

function topicEvent(event: SamEvent): ExpandedEvent {
  const { resource, id, properties, at } = event;
  const passed = ['FilterPolicy', 'FilterPolicyScope', 'RedrivePolicy'];
  onlyKeys(properties, ['Topic', ...passed], at);
  const topic = properties['Topic'] ?? '';
  const subscription = beside(resource, id, {
    type: 'AWS::SNS::Subscription',
    properties: {
      Endpoint: getAtt(resource.logicalId, 'Arn'),
      Protocol: 'lambda',
      TopicArn: topic,
      ...picked(properties, passed),
    },
  });
  return {
    resources: [subscription, invokePermission(event, { principal: 'sns.amazonaws.com', sourceArn: topic })],
  };
}
