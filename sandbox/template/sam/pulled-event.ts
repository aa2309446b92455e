import { isObject } from '../../kernel/json.ts';
import type { Json, JsonObject } from '../../kernel/json.ts';
import { asObject, onlyKeys } from '../shape.ts';
import { TemplateError } from '../template-error.ts';
import type { ExpandedEvent, SamEvent } from './event.ts';
import { beside, picked, ref } from './generated.ts';

const sources: Readonly<Record<string, { source: string; managed: string }>> = {
  SQS: { source: 'Queue', managed: 'AWSLambdaSQSQueueExecutionRole' },
  DynamoDB: { source: 'Stream', managed: 'AWSLambdaDynamoDBExecutionRole' },
};

const passed = [
  'BatchSize',
  'Enabled',
  'MaximumBatchingWindowInSeconds',
  'FunctionResponseTypes',
  'FilterCriteria',
  'ScalingConfig',
  'StartingPosition',
  'StartingPositionTimestamp',
  'MaximumRetryAttempts',
  'BisectBatchOnFunctionError',
  'MaximumRecordAgeInSeconds',
  'ParallelizationFactor',
  'TumblingWindowInSeconds',
];

/** A queue or stream that Lambda reads → AWS::Lambda::EventSourceMapping. */
export function pulledEvent({ resource, id, type, properties, at }: SamEvent): ExpandedEvent {
  const { source, managed } = sources[type] ?? { source: '', managed: '' };
  onlyKeys(properties, [source, 'DestinationConfig', ...passed], at);
  const arn = properties[source];
  if (arn === undefined) throw new TemplateError(`${at}.${source}`, 'is missing');
  const destination = failureDestination(properties['DestinationConfig'], at, id);
  const mapping = beside(resource, id, {
    type: 'AWS::Lambda::EventSourceMapping',
    properties: {
      EventSourceArn: arn,
      FunctionName: ref(resource.logicalId),
      ...picked(properties, passed),
      ...destination.config,
    },
  });
  return { resources: [mapping], managed: [managed], policies: destination.policies };
}

interface FailureDestination {
  readonly config: JsonObject;
  readonly policies: readonly Json[];
}

/** SAM takes `Type` out of OnFailure and grants the right to send there. */
function failureDestination(config: Json | undefined, at: string, id: string): FailureDestination {
  if (config === undefined) return { config: {}, policies: [] };
  const onFailure = asObject(config, `${at}.DestinationConfig`)['OnFailure'];
  if (!isObject(onFailure)) throw new TemplateError(`${at}.DestinationConfig.OnFailure`, 'must be a map');
  const { Type: type, Destination: arn } = asObject(onFailure, at);
  if (arn === undefined)
    throw new TemplateError(`${at}.DestinationConfig.OnFailure.Destination`, 'is missing');
  const statement = {
    Effect: 'Allow',
    Action: type === 'SNS' ? 'sns:Publish' : 'sqs:SendMessage',
    Resource: arn,
  };
  const policy = {
    PolicyName: `${id}${type === 'SNS' ? 'SNS' : 'SQS'}Policy`,
    PolicyDocument: { Statement: [statement] },
  };
  return {
    config: { DestinationConfig: { OnFailure: { Destination: arn } } },
    policies: type === undefined ? [] : [policy],
  };
}
