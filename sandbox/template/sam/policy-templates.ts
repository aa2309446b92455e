import type { Json, JsonObject } from '../../kernel/json.ts';
import { asObject, onlyKeys } from '../shape.ts';
import { TemplateError } from '../template-error.ts';
import { unsupported } from './generated.ts';

/** One statement of a policy template. */
interface Grant {
  readonly service: string;
  readonly actions: readonly string[];
  /** Below `arn:aws:<service>:<region>:<account>:`, each `${Name}` being a parameter; `*` for the whole of IAM. */
  readonly resources: readonly string[];
}

/** `actions` and `resources` are separated by spaces. */
function grant(service: string, actions: string, resources: string): readonly Grant[] {
  return [{ service, actions: actions.split(' '), resources: resources.split(' ') }];
}

const crud =
  'GetItem DeleteItem PutItem Scan Query UpdateItem BatchWriteItem BatchGetItem DescribeTable ConditionCheckItem';
const poll =
  'ChangeMessageVisibility ChangeMessageVisibilityBatch DeleteMessage DeleteMessageBatch GetQueueAttributes ' +
  'ReceiveMessage';
const mail = 'GetIdentityVerificationAttributes SendEmail SendRawEmail VerifyEmailIdentity';
const readStream = 'DescribeStream GetRecords GetShardIterator';
const table = 'table/${TableName} table/${TableName}/index/*';

/** SAM's policy templates for the services that the sandbox has; names, actions and resources are SAM's. */
const templates = new Map(
  Object.entries({
    DynamoDBCrudPolicy: grant('dynamodb', crud, table),
    DynamoDBReadPolicy: grant('dynamodb', 'GetItem Scan Query BatchGetItem DescribeTable', table),
    DynamoDBWritePolicy: grant('dynamodb', 'PutItem UpdateItem BatchWriteItem', table),
    DynamoDBStreamReadPolicy: [
      ...grant('dynamodb', readStream, 'table/${TableName}/stream/${StreamName}'),
      ...grant('dynamodb', 'ListStreams', 'table/${TableName}/stream/*'),
    ],
    SQSPollerPolicy: grant('sqs', poll, '${QueueName}'),
    SQSSendMessagePolicy: grant('sqs', 'SendMessage*', '${QueueName}'),
    SNSPublishMessagePolicy: grant('sns', 'Publish', '${TopicName}'),
    SESCrudPolicy: grant('ses', mail, 'identity/${IdentityName}'),
    LambdaInvokePolicy: grant('lambda', 'InvokeFunction', 'function:${FunctionName}*'),
    EventBridgePutEventsPolicy: grant('events', 'PutEvents', 'event-bus/${EventBusName}'),
    StepFunctionsExecutionPolicy: grant('states', 'StartExecution', 'stateMachine:${StateMachineName}'),
    CloudWatchPutMetricPolicy: grant('cloudwatch', 'PutMetricData', '*'),
  }),
);

/** The policy document of `{ <PolicyTemplate>: { <Parameter>: value } }`. */
export function policyFromTemplate(policy: JsonObject, at: string): JsonObject {
  const [name = '', ...others] = Object.keys(policy);
  const grants = templates.get(name);
  if (grants === undefined || others.length > 0) throw unsupported(at, `the policy template ${name}`);
  const given = asObject(policy[name] ?? {}, `${at}.${name}`);
  const places = grants.flatMap(({ resources }) => resources).join(' ');
  const parameters = [...places.matchAll(/\$\{(\w+)\}/g)].map(([, parameter = '']) => parameter);
  onlyKeys(given, parameters, `${at}.${name}`);
  const missing = parameters.find((parameter) => given[parameter] === undefined);
  if (missing !== undefined) throw new TemplateError(`${at}.${name}`, `needs ${missing}`);
  return {
    Statement: grants.map(({ service, actions, resources }) => ({
      Effect: 'Allow',
      Action: actions.map((action) => `${service}:${action}`),
      Resource: resources.map((resource) => resourceArn(service, resource, given)),
    })),
  };
}

function resourceArn(service: string, resource: string, given: JsonObject): Json {
  if (resource === '*') return resource;
  const text = `arn:\${AWS::Partition}:${service}:\${AWS::Region}:\${AWS::AccountId}:${resource}`;
  return { 'Fn::Sub': [text, given] };
}
