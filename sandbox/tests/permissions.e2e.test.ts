import { readFileSync, writeFileSync } from 'node:fs';
import { CloudWatchClient, GetMetricStatisticsCommand } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { DescribeExecutionCommand, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { ReceiveMessageCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterEach, expect, it } from 'vitest';
import { changedTemplate, scratch, startShortener, until } from './shortener.ts';
import type { Shortener } from './shortener.ts';

const cleanups: (() => void)[] = [];
const faults: string[] = [];
let shortener: Shortener | undefined;

/** The shortener with one piece of its template exchanged. */
async function startWith(...change: readonly [string, string]): Promise<Shortener> {
  const template = changedTemplate(scratch(cleanups), change);
  const report = (where: string, thrown: unknown): void => {
    faults.push(`${where}: ${String(thrown)}`);
  };
  shortener = await startShortener({ template, report });
  return shortener;
}

afterEach(async () => {
  await shortener?.stop();
  shortener = undefined;
  faults.length = 0;
  for (const cleanup of cleanups.splice(0)) cleanup();
});

const shorten = ({ request, connection }: Shortener): Promise<Response> =>
  request('/links', {
    method: 'POST',
    headers: { 'x-api-key': connection.apiKey ?? '' },
    body: JSON.stringify({ slug: 'x', url: 'https://x.example/' }),
  });

async function bodies({ clientConfig, output }: Shortener, queue: string): Promise<string[]> {
  const poll = { QueueUrl: output(queue), WaitTimeSeconds: 1 };
  const { Messages = [] } = await new SQSClient(clientConfig).send(new ReceiveMessageCommand(poll));
  return Messages.map(({ Body = '' }) => Body);
}

const put = ({ clientConfig, output }: Shortener): Promise<unknown> => {
  const Item = { slug: { S: 'x' }, url: { S: 'https://x.example/' }, host: { S: 'x.example' } };
  const TableName = output('LinksTable');
  return new DynamoDBClient(clientConfig).send(new PutItemCommand({ TableName, Item }));
};

it('a function without the right to put is refused as AWS words it', async () => {
  const running = await startWith('Action: dynamodb:PutItem', 'Action: dynamodb:GetItem');
  const answer = await shorten(running);
  const who = 'arn:aws:sts::000000000000:assumed-role/short-ShortenFunctionRole/short-ShortenFunction';
  const what = 'dynamodb:PutItem on resource: arn:aws:dynamodb:us-east-1:000000000000:table/short-Links';
  expect([answer.status, await answer.json()]).toEqual([
    500,
    {
      error: 'AccessDeniedException',
      message: `User: ${who} is not authorized to perform: ${what} because no identity-based policy allows the dynamodb:PutItem action`,
    },
  ]);
});

it('a state machine without the right to publish fails with what SNS told it', async () => {
  const running = await startWith(
    'Action: sns:Publish, Resource: !Ref ReviewTopic',
    'Action: sns:Subscribe, Resource: !Ref ReviewTopic',
  );
  const states = new SFNClient(running.clientConfig);
  const input = JSON.stringify({ slugs: ['x'], seconds: 0 });
  const start = new StartExecutionCommand({ stateMachineArn: running.output('ReviewArn'), input });
  const { executionArn } = await states.send(start);
  const ended = await until(async () => {
    const execution = await states.send(new DescribeExecutionCommand({ executionArn }));
    return execution.status === 'RUNNING' ? undefined : execution;
  });
  expect(ended).toMatchObject({ status: 'FAILED', error: 'SNS.AuthorizationErrorException' });
  expect(ended.cause).toMatch(
    /assumed-role\/short-ReviewRole\/.* is not authorized to perform: SNS:Publish on resource: arn:aws:sns:.*Status Code: 403; Error Code: AuthorizationError/,
  );
});

it('a topic that the policy of a queue does not name sends to its dead-letter queue instead', async () => {
  const running = await startWith(
    'Resource: [!GetAtt NewsQueue.Arn, !GetAtt NewsDlq.Arn]',
    'Resource: !GetAtt NewsDlq.Arn',
  );
  const topics = new SNSClient(running.clientConfig);
  await topics.send(new PublishCommand({ TopicArn: running.output('NewsTopicArn'), Message: 'news' }));
  expect(await bodies(running, 'NewsDlqUrl')).toEqual(['news']);
  expect(await bodies(running, 'NewsQueueUrl')).toEqual([]);
});

it('a rule that the policy of a topic does not name fails, and is counted', async () => {
  const running = await startWith(
    'aws:SourceArn: !GetAtt NewLinkRule.Arn',
    'aws:SourceArn: !GetAtt LinkBus.Arn',
  );
  const Entries = [
    {
      EventBusName: running.output('Bus'),
      Source: 'shortener',
      DetailType: 'link.made',
      Detail: '{"slug":"x","url":"https://x.example/"}',
    },
  ];
  const events = new EventBridgeClient(running.clientConfig);
  expect(await events.send(new PutEventsCommand({ Entries }))).toMatchObject({ FailedEntryCount: 0 });
  expect(await bodies(running, 'NewsQueueUrl')).toEqual([]);
  const metrics = new CloudWatchClient(running.clientConfig);
  const failed = {
    Namespace: 'AWS/Events',
    MetricName: 'FailedInvocations',
    Period: 3_600,
    Statistics: ['Sum' as const],
    Dimensions: [{ Name: 'RuleName', Value: 'short-NewLinkRule' }],
    StartTime: new Date(Date.now() - 3_600_000),
    EndTime: new Date(Date.now() + 3_600_000),
  };
  const { Datapoints = [] } = await metrics.send(new GetMetricStatisticsCommand(failed));
  expect(Datapoints.map(({ Sum }) => Sum)).toEqual([1]);
});

it('a pipe whose role may not send waits, with the reason', async () => {
  const running = await startWith(
    'Action: sqs:SendMessage, Resource: !GetAtt CopyQueue.Arn',
    'Action: sqs:SendMessage, Resource: !GetAtt NewsQueue.Arn',
  );
  await put(running);
  await until(async () => (faults.some((fault) => fault.startsWith('pipe ')) ? true : undefined));
  expect(faults.join()).toContain(
    'assumed-role/short-CopyPipeRole/short-CopyPipe is not authorized to perform: sqs:sendmessage on resource: arn:aws:sqs:us-east-1:000000000000:short-CopyQueue',
  );
  expect(await bodies(running, 'CopyQueueUrl')).toEqual([]);
});

it('what the policy of a queue denies is denied to the root too', async () => {
  const deny = "- { Effect: Deny, Principal: '*', Action: sqs:SendMessage, Resource: '*' }";
  const running = await startWith('- Sid: FromTopic', `${deny}\n          - Sid: FromTopic`);
  const sending = { QueueUrl: running.output('NewsDlqUrl'), MessageBody: 'x' };
  const sent = new SQSClient(running.clientConfig).send(new SendMessageCommand(sending));
  await expect(sent).rejects.toMatchObject({ $metadata: { httpStatusCode: 403 } });
  await expect(sent).rejects.toThrow(
    /^User: arn:aws:iam::000000000000:root is not authorized .* with an explicit deny in a resource-based policy$/,
  );
});

it('a role that does not trust whom it is given to stops the start', async () => {
  const trust = ['pipes.amazonaws.com', 'states.amazonaws.com'] as const;
  await expect(startWith(...trust)).rejects.toThrow(
    /CopyPipe: .*cannot be assumed by principal 'pipes\.amazonaws\.com'/,
  );
  const policies = 'Policies: [DynamoDBCrudPolicy: { TableName: !Ref Links }]';
  await expect(startWith(policies, 'Role: !GetAtt CopyPipeRole.Arn')).rejects.toThrow(
    'Resources.CountFunction: The role defined for the function cannot be assumed by Lambda.',
  );
});

it('a function whose role may not read its queue stops the start', async () => {
  const policies = 'Policies: [DynamoDBCrudPolicy: { TableName: !Ref Links }]';
  const template = changedTemplate(scratch(cleanups), [policies, 'Role: !GetAtt OtherRole.Arn']);
  const role = `
  OtherRole:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Statement: { Effect: Allow, Principal: { Service: lambda.amazonaws.com }, Action: sts:AssumeRole }
`;
  writeFileSync(template, readFileSync(template, 'utf8').replace('\nOutputs:', `${role}\nOutputs:`));
  await expect(startShortener({ template })).rejects.toThrow(
    /Resources\.CountFunctionVisits: The function execution role does not have permissions.*sqs:receivemessage/,
  );
});
