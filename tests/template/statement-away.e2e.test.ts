import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { GetExecutionHistoryCommand, ListExecutionsCommand, SFNClient } from '@aws-sdk/client-sfn';
import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { start } from 'serverless-sandbox';
import type { Sandbox } from 'serverless-sandbox';
import { afterAll, afterEach, expect, it } from 'vitest';
import { exampleOrder, orderClient } from '../order-client.ts';
import { until } from '../running-system.ts';

const directory = mkdtempSync(join(tmpdir(), 'statement-away-'));
let system: Sandbox | undefined;
afterEach(() => system?.stop());
afterAll(() => {
  rmSync(directory, { recursive: true, force: true });
});

/**
 * The rights of template.yaml suffice, as the journeys show; here, that they are looked at. Boots a copy of the template with one piece of it exchanged.
 */
async function startWith(from: string, to: string): Promise<Sandbox> {
  const text = readFileSync('template.yaml', 'utf8');
  expect(text.split(from), from).toHaveLength(2);
  const template = join(directory, 'template.yaml');
  const absolute = text
    .replace(from, to)
    .replaceAll('CodeUri: dist/', `CodeUri: ${resolve('dist')}/`)
    .replaceAll('DefinitionUri: ', `DefinitionUri: ${resolve('.')}/`);
  writeFileSync(template, absolute);
  const options = {
    template,
    stackName: 'order-processing',
    apiPort: 0,
    awsPort: 0,
    report: () => undefined,
  };
  system = await start(options);
  return system;
}

it('order-creation without the right to put orders makes none, and says why in its log', async () => {
  const rights = ['Action: [dynamodb:PutItem, dynamodb:Query]', 'Action: [dynamodb:Query]'] as const;
  const { connection, clientConfig } = await startWith(...rights);
  const { status, body } = await orderClient(connection).post(exampleOrder);
  expect(status).toBeGreaterThanOrEqual(500);
  expect(JSON.stringify(body)).not.toContain('dynamodb');
  const logs = new CloudWatchLogsClient(clientConfig);
  const filter = { logGroupName: '/aws/lambda/order-creation', filterPattern: 'AccessDeniedException' };
  const { events = [] } = await logs.send(new FilterLogEventsCommand(filter));
  expect(events).toHaveLength(1);
  const orders = new ScanCommand({ TableName: 'order-processing-orders' });
  expect((await new DynamoDBClient(clientConfig).send(orders)).Count).toBe(0);
});

it('the workflow without the right to run its first task charges nobody', async () => {
  const { connection, clientConfig } = await startWith(
    '                  - !GetAtt ValidateOrderFunction.Arn\n',
    '',
  );
  await orderClient(connection).place(exampleOrder);
  const states = new SFNClient(clientConfig);
  const stateMachineArn = 'arn:aws:states:us-east-1:000000000000:stateMachine:order-workflow';
  const executionArn = await until(async () => {
    const { executions = [] } = await states.send(new ListExecutionsCommand({ stateMachineArn }));
    return executions[0]?.executionArn;
  });
  const refused = await until(async () => {
    const { events = [] } = await states.send(new GetExecutionHistoryCommand({ executionArn }));
    return events.find(({ type }) => type?.endsWith('Failed'));
  });
  expect(JSON.stringify(refused)).toMatch(
    /assumed-role\/[\w-]*OrderWorkflowRole\/[\w-]+ is not authorized to perform: lambda:InvokeFunction on resource: arn:aws:lambda:us-east-1:000000000000:function:validate-order/,
  );
  const charges = new ScanCommand({ TableName: 'order-processing-simulated-provider' });
  expect((await new DynamoDBClient(clientConfig).send(charges)).Count).toBe(0);
});

it('a notice that the policy of its queue keeps out waits in the dead-letter queue', async () => {
  const resource = 'Resource: !GetAtt OrderNotificationQueue.Arn\n            Condition: { ArnEquals';
  const { connection, clientConfig } = await startWith(
    resource,
    resource.replace('OrderNotificationQueue', 'OrderQueue'),
  );
  const orderId = await orderClient(connection).place(exampleOrder);
  const queues = new SQSClient(clientConfig);
  const QueueUrl = `${connection.awsEndpointUrl}/000000000000/order-delivery-dlq`;
  const body = await until(async () => {
    const { Messages = [] } = await queues.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 1 }));
    return Messages[0]?.Body;
  });
  expect(body).toContain(orderId);
});
