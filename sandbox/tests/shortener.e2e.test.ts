import {
  CloudFormationClient,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
} from '@aws-sdk/client-cloudformation';
import { FilterLogEventsCommand, CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { DynamoDBClient, GetItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { LambdaClient, InvokeCommand } from '@aws-sdk/client-lambda';
import {
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import {
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
  SQSClient,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startShortener, until } from './shortener.ts';
import type { Shortener } from './shortener.ts';

let shortener: Shortener;
let links: DynamoDBClient;
let queues: SQSClient;

beforeAll(async () => {
  shortener = await startShortener({ parameters: { Greeting: 'moin' } });
  const { awsEndpointUrl: endpoint, region, accessKeyId, secretAccessKey } = shortener.connection;
  const client = { endpoint, region, credentials: { accessKeyId, secretAccessKey } };
  links = new DynamoDBClient(client);
  queues = new SQSClient(client);
});

afterAll(() => shortener.stop());

const shorten = (slug: string, url = `https://${slug}.example/`): Promise<Response> =>
  shortener.request('/links', {
    method: 'POST',
    headers: { 'x-api-key': shortener.connection.apiKey ?? '', 'content-type': 'application/json' },
    body: JSON.stringify({ slug, url }),
  });

async function bodies(output: string): Promise<unknown[]> {
  const QueueUrl = shortener.output(output);
  const poll = { QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 5 };
  const { Messages = [] } = await queues.send(new ReceiveMessageCommand(poll));
  return Messages.map(({ Body = '' }) => JSON.parse(Body) as unknown);
}

async function visits(slug: string): Promise<string | undefined> {
  const TableName = shortener.output('LinksTable');
  const key = { TableName, Key: { slug: { S: slug } }, ConsistentRead: true };
  return (await links.send(new GetItemCommand(key))).Item?.['visits']?.N;
}

const mailTo = async (address: string): Promise<string[]> => {
  const { awsEndpointUrl } = shortener.connection;
  const answer = await fetch(`${awsEndpointUrl}/_sandbox/mailbox?to=${address}`);
  const { messages } = (await answer.json()) as { messages: { text: string }[] };
  return messages.map(({ text }) => text);
};

it('takes a link behind an API key, once', async () => {
  expect((await shortener.request('/links', { method: 'POST', headers: {} })).status).toBe(403);
  const made = await shorten('once');
  expect([made.status, await made.json()]).toEqual([201, { slug: 'once', greeting: 'moin' }]);
  expect((await shorten('once')).status).toBe(409);
  expect((await shorten('twice', 'no url')).status).toBe(400);
});

it('leads to its target and counts the visits', async () => {
  await shorten('seen', 'https://target.example/path');
  const followed = await shortener.request('/links/seen');
  expect([followed.status, followed.headers.get('location')]).toEqual([301, 'https://target.example/path']);
  expect((await shortener.request('/links/unknown')).status).toBe(404);
  await until(async () => ((await visits('seen')) === '1' ? true : undefined));
  const byHost = {
    TableName: shortener.output('LinksTable'),
    IndexName: 'by-host',
    KeyConditionExpression: '#host = :host',
    ExpressionAttributeNames: { '#host': 'host' },
    ExpressionAttributeValues: { ':host': { S: 'target.example' } },
  };
  const { Items } = await links.send(new QueryCommand(byHost));
  expect(Items).toMatchObject([{ slug: { S: 'seen' }, visits: { N: '1' } }]);
});

it('tells of new links by stream, function, bus, rule and topic, and by a pipe', async () => {
  await shorten('told', 'https://told.example/');
  const news: unknown[] = [];
  const wanted = { news: 'told leads to https://told.example/', slug: 'told' };
  await until(async () => {
    news.push(...(await bodies('NewsQueueUrl')));
    return JSON.stringify(news).includes('told leads') ? news : undefined;
  });
  expect(news).toContainEqual(wanted);
  const copies: unknown[] = [];
  await until(async () => {
    copies.push(...(await bodies('CopyQueueUrl')));
    return JSON.stringify(copies).includes('"told"') ? copies : undefined;
  });
  expect(copies).toContainEqual({ change: 'INSERT', slug: 'told' });
});

it('reviews links in a workflow with Wait, Map and Choice', async () => {
  await shorten('reviewed', 'https://reviewed.example/');
  const states = new SFNClient(shortener.clientConfig);
  const run = async (slugs: string[]) => {
    const input = JSON.stringify({ slugs, seconds: 0 });
    const start = new StartExecutionCommand({ stateMachineArn: shortener.output('ReviewArn'), input });
    const { executionArn } = await states.send(start);
    return until(async () => {
      const execution = await states.send(new DescribeExecutionCommand({ executionArn }));
      return execution.status === 'RUNNING' ? undefined : execution;
    });
  };
  const done = await run(['reviewed', 'missing']);
  expect(JSON.parse(done.output ?? '')).toMatchObject({
    links: [{ slug: 'reviewed', url: 'https://reviewed.example/' }, { slug: 'missing' }],
  });
  const history = new GetExecutionHistoryCommand({ executionArn: done.executionArn });
  const { events = [] } = await states.send(history);
  expect(events.map(({ type }) => type)).toContain('MapIterationSucceeded');
  expect(await mailTo('reviewer@example.com')).toMatchObject([
    expect.stringContaining('[{"slug":"reviewed","url":"https://reviewed.example/"},{"slug":"missing"}]'),
  ]);
  expect(await run([])).toMatchObject({ status: 'FAILED', error: 'NothingToReview' });
});

it('gives up a visit that is no visit, alone, and takes back what was given up', async () => {
  const [visitQueue, dlq] = [shortener.output('VisitQueueUrl'), shortener.output('VisitDlqUrl')];
  const attributesOf = async (QueueUrl: string) =>
    (await queues.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }))).Attributes;
  const patience = (VisibilityTimeout: string) =>
    queues.send(new SetQueueAttributesCommand({ QueueUrl: visitQueue, Attributes: { VisibilityTimeout } }));
  await shorten('late');
  await patience('1');
  const Entries = ['{"slug":"late"}', 'no visit'].map((MessageBody, Id) => ({ Id: String(Id), MessageBody }));
  await queues.send(new SendMessageBatchCommand({ QueueUrl: visitQueue, Entries }));
  const given = await until(async () => {
    const attributes = await attributesOf(dlq);
    return attributes?.['ApproximateNumberOfMessages'] === '1' ? attributes : undefined;
  });
  await patience('60');
  expect(await visits('late')).toBe('1');

  await queues.send(new SendMessageCommand({ QueueUrl: dlq, MessageBody: '{"slug":"late"}' }));
  const DestinationArn = (await attributesOf(visitQueue))?.['QueueArn'];
  await queues.send(new StartMessageMoveTaskCommand({ SourceArn: given['QueueArn'], DestinationArn }));
  await until(async () => ((await visits('late')) === '2' ? true : undefined));
});

it('is seen through CloudFormation, Lambda and the logs', async () => {
  const stacks = new CloudFormationClient(shortener.clientConfig);
  const { Stacks = [] } = await stacks.send(new DescribeStacksCommand({ StackName: 'short' }));
  expect(Stacks).toMatchObject([{ StackStatus: 'CREATE_COMPLETE', Description: 'A URL shortener' }]);
  expect(Stacks[0]?.Outputs).toContainEqual({ OutputKey: 'Bus', OutputValue: 'short-links' });
  const { StackResources = [] } = await stacks.send(
    new DescribeStackResourcesCommand({ StackName: 'short' }),
  );
  expect(StackResources.map(({ LogicalResourceId }) => LogicalResourceId)).toContain('ShortenFunctionRole');

  const FunctionName = shortener.output('Shorten');
  const functions = new LambdaClient(shortener.clientConfig);
  const Payload = JSON.stringify({ body: '{}' });
  const { Payload: answer } = await functions.send(new InvokeCommand({ FunctionName, Payload }));
  expect(JSON.parse(Buffer.from(answer ?? []).toString())).toMatchObject({ statusCode: 400 });

  const logs = new CloudWatchLogsClient(shortener.clientConfig);
  const logGroupName = `/aws/lambda/${FunctionName}`;
  const { events = [] } = await logs.send(new FilterLogEventsCommand({ logGroupName }));
  expect(events.map(({ message }) => message).join('')).toMatch(/START RequestId: .*REPORT RequestId: /s);
});
