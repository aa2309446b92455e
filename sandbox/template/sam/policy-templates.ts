import type { Json, JsonObject } from '../../kernel/json.ts';
import { asObject, onlyKeys } from '../shape.ts';
import { TemplateError } from '../template-error.ts';
import { unsupported } from './generated.ts';

/** One statement of a policy template. */
interface Grant {
  readonly service: string;
  /** Actions of the service, separated by spaces. */
  readonly actions: string;
  /** Below `arn:aws:<service>:<region>:<account>:`, each `${Name}` being a parameter; the whole of IAM where absent. */
  readonly resources?: readonly string[];
}

const table = ['table/${TableName}', 'table/${TableName}/index/*'];

/** SAM's policy templates for the services that the sandbox has; names, actions and resources are SAM's. */
const templates: Readonly<Record<string, readonly Grant[]>> = {
  DynamoDBCrudPolicy: [
    {
      service: 'dynamodb',
      actions:
        'GetItem DeleteItem PutItem Scan Query UpdateItem BatchWriteItem BatchGetItem DescribeTable ConditionCheckItem',
      resources: table,
    },
  ],
  DynamoDBReadPolicy: [
    { service: 'dynamodb', actions: 'GetItem Scan Query BatchGetItem DescribeTable', resources: table },
  ],
  DynamoDBWritePolicy: [
    { service: 'dynamodb', actions: 'PutItem UpdateItem BatchWriteItem', resources: table },
  ],
  DynamoDBStreamReadPolicy: [
    {
      service: 'dynamodb',
      actions: 'DescribeStream GetRecords GetShardIterator',
      resources: ['table/${TableName}/stream/${StreamName}'],
    },
    { service: 'dynamodb', actions: 'ListStreams', resources: ['table/${TableName}/stream/*'] },
  ],
  SQSPollerPolicy: [
    {
      service: 'sqs',
      actions:
        'ChangeMessageVisibility ChangeMessageVisibilityBatch DeleteMessage DeleteMessageBatch GetQueueAttributes ReceiveMessage',
      resources: ['${QueueName}'],
    },
  ],
  SQSSendMessagePolicy: [{ service: 'sqs', actions: 'SendMessage*', resources: ['${QueueName}'] }],
  SNSPublishMessagePolicy: [{ service: 'sns', actions: 'Publish', resources: ['${TopicName}'] }],
  SESCrudPolicy: [
    {
      service: 'ses',
      actions: 'GetIdentityVerificationAttributes SendEmail SendRawEmail VerifyEmailIdentity',
      resources: ['identity/${IdentityName}'],
    },
  ],
  LambdaInvokePolicy: [
    { service: 'lambda', actions: 'InvokeFunction', resources: ['function:${FunctionName}*'] },
  ],
  EventBridgePutEventsPolicy: [
    { service: 'events', actions: 'PutEvents', resources: ['event-bus/${EventBusName}'] },
  ],
  StepFunctionsExecutionPolicy: [
    { service: 'states', actions: 'StartExecution', resources: ['stateMachine:${StateMachineName}'] },
  ],
  CloudWatchPutMetricPolicy: [{ service: 'cloudwatch', actions: 'PutMetricData' }],
};

/** The policy document of `{ <PolicyTemplate>: { <Parameter>: value } }`. */
export function policyFromTemplate(policy: JsonObject, at: string): JsonObject {
  const [name = '', ...others] = Object.keys(policy);
  const grants = Object.hasOwn(templates, name) ? templates[name] : undefined;
  if (grants === undefined || others.length > 0) throw unsupported(at, `the policy template ${name}`);
  const given = asObject(policy[name] ?? {}, `${at}.${name}`);
  const parameters = parametersOf(grants);
  onlyKeys(given, parameters, `${at}.${name}`);
  const missing = parameters.find((parameter) => given[parameter] === undefined);
  if (missing !== undefined) throw new TemplateError(`${at}.${name}`, `needs ${missing}`);
  return {
    Statement: grants.map(({ service, actions, resources }) => ({
      Effect: 'Allow',
      Action: actions.split(' ').map((action) => `${service}:${action}`),
      Resource: resources?.map((resource) => resourceArn(service, resource, given)) ?? ['*'],
    })),
  };
}

function parametersOf(grants: readonly Grant[]): string[] {
  const resources = grants.flatMap((grant) => grant.resources ?? []).join(' ');
  return [...new Set([...resources.matchAll(/\$\{(\w+)\}/g)].map(([, name = '']) => name))];
}

function resourceArn(service: string, resource: string, given: JsonObject): Json {
  const text = `arn:\${AWS::Partition}:${service}:\${AWS::Region}:\${AWS::AccountId}:${resource}`;
  return { 'Fn::Sub': [text, given] };
}
