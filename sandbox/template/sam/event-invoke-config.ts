import type { Json, JsonObject } from '../../kernel/json.ts';
import { asObject, asText, entriesOf, onlyKeys } from '../shape.ts';
import { TemplateError } from '../template-error.ts';
import { beside, picked, ref } from './generated.ts';
import type { Generated, SamResource } from './generated.ts';

const actions: Readonly<Record<string, string>> = {
  SQS: 'sqs:SendMessage',
  SNS: 'sns:Publish',
  Lambda: 'lambda:InvokeFunction',
  EventBridge: 'events:PutEvents',
};

/** SAM's EventInvokeConfig → AWS::Lambda::EventInvokeConfig and the rights that its destinations need. */
export function eventInvokeConfig(resource: SamResource): { resources: Generated[]; policies: JsonObject[] } {
  const { logicalId, declaration } = resource;
  const config = declaration.properties['EventInvokeConfig'];
  if (config === undefined) return { resources: [], policies: [] };
  const at = `${resource.at}.EventInvokeConfig`;
  const body = asObject(config, at);
  onlyKeys(body, ['MaximumEventAgeInSeconds', 'MaximumRetryAttempts', 'DestinationConfig'], at);
  const id = `${logicalId}EventInvokeConfig`;
  const destinations = entriesOf(body['DestinationConfig'], `${at}.DestinationConfig`).map(([event, value]) =>
    destinationOf({ event, id, at: `${at}.DestinationConfig.${event}` }, value),
  );
  const generated = beside(resource, id, {
    type: 'AWS::Lambda::EventInvokeConfig',
    properties: {
      ...picked(body, ['MaximumEventAgeInSeconds', 'MaximumRetryAttempts']),
      FunctionName: ref(logicalId),
      Qualifier: '$LATEST',
      ...(destinations.length === 0
        ? {}
        : {
            DestinationConfig: Object.fromEntries(
              destinations.map(({ event, arn }) => [event, { Destination: arn }]),
            ),
          }),
    },
  });
  return { resources: [generated], policies: destinations.map(({ policy }) => policy) };
}

interface Destination {
  readonly event: string;
  readonly arn: Json;
  readonly policy: JsonObject;
}

function destinationOf(place: { event: string; id: string; at: string }, value: Json): Destination {
  const { event, id, at } = place;
  const body = asObject(value, at);
  onlyKeys(body, ['Type', 'Destination'], at);
  if (event !== 'OnSuccess' && event !== 'OnFailure')
    throw new TemplateError(at, 'not supported by the sandbox');
  const type = asText(body['Type'] ?? '', `${at}.Type`);
  const action = actions[type];
  const arn = body['Destination'];
  if (action === undefined)
    throw new TemplateError(`${at}.Type`, `must be one of ${Object.keys(actions).join(', ')}`);
  if (arn === undefined)
    throw new TemplateError(`${at}.Destination`, 'the sandbox makes no destination by itself');
  return {
    event,
    arn,
    policy: {
      PolicyName: `${id}${event}${type}Policy`,
      PolicyDocument: { Statement: [{ Effect: 'Allow', Action: action, Resource: arn }] },
    },
  };
}
