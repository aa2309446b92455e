import type { Json, JsonObject } from '../../kernel/json.ts';
import { asObject, onlyKeys } from '../shape.ts';
import { TemplateError } from '../template-error.ts';
import { unsupported } from './generated.ts';

interface PolicyTemplate {
  readonly parameter?: string;
  readonly actions: readonly string[];
  /** Resources below `arn:aws:<service>:<region>:<account>:`, with `*` for the whole of IAM; `${name}` is the parameter. */
  readonly resources: readonly string[];
}

const table = ['dynamodb:table/${name}', 'dynamodb:table/${name}/index/*'];
const dynamodb = (actions: string): readonly string[] =>
  actions.split(' ').map((action) => `dynamodb:${action}`);

/** SAM's policy templates for the services that the sandbox has; names, actions and resources are SAM's. */
const templates: Readonly<Record<string, PolicyTemplate>> = {
  DynamoDBCrudPolicy: {
    parameter: 'TableName',
    actions: dynamodb(
      'GetItem DeleteItem PutItem Scan Query UpdateItem BatchWriteItem BatchGetItem DescribeTable ConditionCheckItem',
    ),
    resources: table,
  },
  DynamoDBReadPolicy: {
    parameter: 'TableName',
    actions: dynamodb('GetItem Scan Query BatchGetItem DescribeTable'),
    resources: table,
  },
  DynamoDBWritePolicy: {
    parameter: 'TableName',
    actions: dynamodb('PutItem UpdateItem BatchWriteItem'),
    resources: table,
  },
  SQSPollerPolicy: {
    parameter: 'QueueName',
    actions: [
      'sqs:ChangeMessageVisibility',
      'sqs:ChangeMessageVisibilityBatch',
      'sqs:DeleteMessage',
      'sqs:DeleteMessageBatch',
      'sqs:GetQueueAttributes',
      'sqs:ReceiveMessage',
    ],
    resources: ['sqs:${name}'],
  },
  SQSSendMessagePolicy: { parameter: 'QueueName', actions: ['sqs:SendMessage*'], resources: ['sqs:${name}'] },
  SNSPublishMessagePolicy: { parameter: 'TopicName', actions: ['sns:Publish'], resources: ['sns:${name}'] },
  LambdaInvokePolicy: {
    parameter: 'FunctionName',
    actions: ['lambda:InvokeFunction'],
    resources: ['lambda:function:${name}*'],
  },
  EventBridgePutEventsPolicy: {
    parameter: 'EventBusName',
    actions: ['events:PutEvents'],
    resources: ['events:event-bus/${name}'],
  },
  StepFunctionsExecutionPolicy: {
    parameter: 'StateMachineName',
    actions: ['states:StartExecution'],
    resources: ['states:stateMachine:${name}'],
  },
  CloudWatchPutMetricPolicy: { actions: ['cloudwatch:PutMetricData'], resources: ['*'] },
};

/** The policy document of `{ <PolicyTemplate>: { <Parameter>: value } }`. */
export function policyFromTemplate(policy: JsonObject, at: string): JsonObject {
  const [name = '', ...others] = Object.keys(policy);
  const template = Object.hasOwn(templates, name) ? templates[name] : undefined;
  if (template === undefined || others.length > 0) throw unsupported(at, `the policy template ${name}`);
  const given = asObject(policy[name] ?? {}, `${at}.${name}`);
  const { parameter } = template;
  onlyKeys(given, parameter === undefined ? [] : [parameter], `${at}.${name}`);
  const value = parameter === undefined ? '' : given[parameter];
  if (value === undefined) throw new TemplateError(`${at}.${name}`, `needs ${parameter ?? ''}`);
  const resources = template.resources.map((resource) => resourceArn(resource, value));
  return { Statement: [{ Effect: 'Allow', Action: [...template.actions], Resource: resources }] };
}

function resourceArn(resource: string, name: Json): Json {
  if (resource === '*') return resource;
  const [service = '', ...rest] = resource.split(':');
  const text = `arn:\${AWS::Partition}:${service}:\${AWS::Region}:\${AWS::AccountId}:${rest.join(':')}`;
  return { 'Fn::Sub': [text, { name }] };
}
