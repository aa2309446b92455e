import { AwsError } from '../kernel/errors.ts';

const document = (Action: readonly string[]) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action, Resource: '*' }],
});

const logs = ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'];
const trace = [
  'xray:PutTraceSegments',
  'xray:PutTelemetryRecords',
  'xray:GetSamplingRules',
  'xray:GetSamplingTargets',
  'xray:GetSamplingStatisticSummaries',
];
const streamReads = ['DescribeStream', 'GetRecords', 'GetShardIterator', 'ListStreams'];

/** Policies that allow everything of a service; what they allow of other services is not given here. */
const wholeServices = {
  AmazonDynamoDBFullAccess: 'dynamodb',
  AmazonSQSFullAccess: 'sqs',
  AmazonSNSFullAccess: 'sns',
  AmazonSESFullAccess: 'ses',
  AmazonEventBridgeFullAccess: 'events',
  AWSLambda_FullAccess: 'lambda',
  AWSStepFunctionsFullAccess: 'states',
  CloudWatchLogsFullAccess: 'logs',
};

/** The AWS-managed policies that serverless templates name, by their path after `arn:aws:iam::aws:policy/`. */
const managed: Readonly<Record<string, object>> = {
  'service-role/AWSLambdaBasicExecutionRole': document(logs),
  'service-role/AWSLambdaSQSQueueExecutionRole': document([
    'sqs:ReceiveMessage',
    'sqs:DeleteMessage',
    'sqs:GetQueueAttributes',
    ...logs,
  ]),
  'service-role/AWSLambdaDynamoDBExecutionRole': document([
    ...streamReads.map((name) => `dynamodb:${name}`),
    ...logs,
  ]),
  'service-role/AmazonAPIGatewayPushToCloudWatchLogs': document([
    'logs:DescribeLogGroups',
    'logs:DescribeLogStreams',
    'logs:GetLogEvents',
    'logs:FilterLogEvents',
    ...logs,
  ]),
  AWSXRayDaemonWriteAccess: document(trace),
  AWSXrayWriteOnlyAccess: document(trace),
  ...Object.fromEntries(
    Object.entries(wholeServices).map(([name, service]) => [name, document([`${service}:*`])]),
  ),
};

/** The document of an AWS-managed policy; others are refused by name. */
export function managedPolicy(policyArn: string): object {
  const path = policyArn.replace(/^arn:aws:iam::aws:policy\//, '');
  const found = Object.hasOwn(managed, path) ? managed[path] : undefined;
  if (found === undefined) {
    const known = Object.keys(managed).join(', ');
    throw new AwsError('NoSuchEntity', `The sandbox has no managed policy ${policyArn}; it has ${known}.`);
  }
  return found;
}
