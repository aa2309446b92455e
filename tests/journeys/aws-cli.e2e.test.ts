import { execFile, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exampleOrder, orderClient } from '../order-client.ts';
import type { OrderClient } from '../order-client.ts';
import { startSystem, until } from '../running-system.ts';
import type { RunningSystem } from '../running-system.ts';

const hasAws = spawnSync('aws', ['--version']).status === 0;

/** The commands of the README, by the AWS CLI itself where it is installed. */
describe.runIf(hasAws)('the AWS CLI', () => {
  let system: RunningSystem;
  let client: OrderClient;
  let orderId: string;
  beforeAll(async () => {
    system = await startSystem();
    client = orderClient(system.connection);
    orderId = await client.place(exampleOrder);
    await client.ended(orderId);
  });
  afterAll(() => system.dispose());

  const aws = async (command: string, ...more: string[]): Promise<Record<string, unknown>> => {
    const { awsEndpointUrl, region } = system.connection;
    const { stdout } = await promisify(execFile)('aws', [...command.split(' '), ...more], {
      env: {
        PATH: process.env['PATH'],
        HOME: system.directory,
        AWS_ENDPOINT_URL: awsEndpointUrl,
        AWS_DEFAULT_REGION: region,
        AWS_ACCESS_KEY_ID: 'anything',
        AWS_SECRET_ACCESS_KEY: 'anything',
        AWS_EC2_METADATA_DISABLED: 'true',
      },
    });
    // With its default settings the CLI prints one JSON object, or nothing.
    return JSON.parse(stdout === '' ? '{}' : stdout) as Record<string, unknown>;
  };
  const output = (name: string): string => system.connection.outputs[name] ?? `no output ${name}`;

  it('describes the stack with its outputs', async () => {
    const { Stacks } = await aws('cloudformation describe-stacks --stack-name order-processing');
    expect(Stacks).toMatchObject([{ StackName: 'order-processing', Outputs: expect.arrayContaining([expect.objectContaining({ OutputKey: 'ApiEndpoint', OutputValue: system.connection.apiEndpoint })]) }]); // prettier-ignore
  });

  it('starts the workflow by hand with the two-field input, describes it and prints its history', async () => {
    const { body } = await client.get(`/orders/${orderId}`);
    const input = JSON.stringify({ orderId, createdAt: body['createdAt'] });
    const machine = output('StateMachineArn');
    const { executionArn } = await aws(
      `stepfunctions start-execution --state-machine-arn ${machine} --input`,
      input,
    );
    const ended = await until(async () => {
      const execution = await aws(`stepfunctions describe-execution --execution-arn ${String(executionArn)}`);
      return execution['status'] === 'RUNNING' ? undefined : execution;
    });
    expect(ended['status']).toBe('SUCCEEDED');
    const { events } = await aws(
      `stepfunctions get-execution-history --execution-arn ${String(executionArn)}`,
    );
    expect(events).toEqual(expect.arrayContaining([expect.objectContaining({ type: 'ExecutionSucceeded' })]));
  });

  it('fails an execution for an order that does not exist', async () => {
    const machine = output('StateMachineArn');
    const input = '{"orderId":"test-order-123","createdAt":"2024-01-15T10:30:00Z"}';
    const { executionArn } = await aws(
      `stepfunctions start-execution --state-machine-arn ${machine} --input`,
      input,
    );
    const status = await until(async () => {
      const execution = await aws(`stepfunctions describe-execution --execution-arn ${String(executionArn)}`);
      return execution['status'] === 'RUNNING' ? undefined : execution['status'];
    });
    expect(status).toBe('FAILED');
  });

  it('queries the status index', async () => {
    const values = '{":s":{"S":"COMPLETED#0"}}';
    const { Items } = await aws(
      `dynamodb query --table-name ${output('OrdersTableName')} --index-name status-index --key-condition-expression statusShard=:s --expression-attribute-values`,
      values,
    );
    expect(Items).toEqual(expect.arrayContaining([expect.objectContaining({ orderId: { S: orderId } })]));
  });

  it('moves a poison message to the dead-letter queue and shows it there, and nothing else is hurt', async () => {
    const { awsEndpointUrl } = system.connection;
    const sqs = (command: string, ...more: string[]) =>
      aws(`sqs ${command} --endpoint-url ${awsEndpointUrl}`, ...more);
    await sqs(`send-message --queue-url ${output('OrderQueueURL')} --message-body`, 'this is not an order');
    const attribute = await until(
      async () => {
        const { Attributes } = await sqs(
          `get-queue-attributes --attribute-names All --queue-url ${output('OrderDLQUrl')}`,
        );
        return Number((Attributes as Record<string, string>)['ApproximateNumberOfMessages']) > 0
          ? Attributes
          : undefined;
      },
      { patienceMs: 60_000 },
    );
    expect(attribute).toMatchObject({ ApproximateNumberOfMessages: '1' });
    const { Messages } = await sqs(
      `receive-message --queue-url ${output('OrderDLQUrl')} --attribute-names All`,
    );
    expect(Messages).toMatchObject([{ Body: 'this is not an order' }]);
    expect(await client.ended(await client.place(exampleOrder))).toMatchObject({ status: 'COMPLETED' });
  });

  it('reads the logs of a function', async () => {
    const { events } = await aws('logs filter-log-events --log-group-name /aws/lambda/order-creation');
    expect(JSON.stringify(events)).toContain('REPORT RequestId');
  });

  it('gets metric statistics with data, and the alarms', async () => {
    const hour = 3_600_000;
    const iso = (ms: number): string => new Date(ms).toISOString();
    const { Datapoints } = await aws(
      `cloudwatch get-metric-statistics --namespace OrderProcessingSystem --metric-name OrdersCreated --period 3600 --statistics Sum --start-time ${iso(Date.now() - hour)} --end-time ${iso(Date.now() + hour)}`,
    );
    expect(Datapoints).not.toEqual([]);
    const { MetricAlarms } = await aws('cloudwatch describe-alarms');
    const names = (MetricAlarms as { AlarmName: string }[]).map((alarm) => alarm.AlarmName);
    expect(names).toEqual(expect.arrayContaining(['Order Processing Errors', 'DLQ Messages']));
  });
});
