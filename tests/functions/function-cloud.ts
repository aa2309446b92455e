import { CreateTableCommand, type CreateTableCommandInput, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CreateStateMachineCommand, SFNClient } from '@aws-sdk/client-sfn';
import { CreateTopicCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import {
  CreateQueueCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { vi } from 'vitest';
import { createDynamoDb } from '../../sandbox/dynamodb/service.ts';
import type { NewMail } from '../../sandbox/kernel/mail-sink.ts';
import type { Service } from '../../sandbox/kernel/service.ts';

import { createSns } from '../../sandbox/sns/service.ts';
import { createSqs } from '../../sandbox/sqs/service.ts';
import { createStepFunctions } from '../../sandbox/stepfunctions/service.ts';
import { testCloud } from '../../sandbox/testing.ts';
import { resourcesOf, short } from '../template/load-template.ts';

const hostConfigKey = Symbol.for('serverless-sandbox.client-config');
const nowhere = { metrics: { put: () => undefined }, logs: { write: () => undefined } };

/** Takes the events of executions and drops them. */
const defaultBus: Service = {
  name: 'events',
  wire: {},
  resourceTypes: [],
  operations: [],
  receive: () => undefined,
};

/**
 * The services that functions call, with the tables of template.yaml, a queue, a topic that fills another queue, and a
 * state machine that fails at once. The functions' environment points at them.
 */
export async function functionCloud() {
  const mails: NewMail[] = [];
  const cloud = testCloud({
    rooms: (ground) => [
      createDynamoDb(ground),
      createSqs(ground),
      createSns(ground, { mailbox: { put: (mail) => mails.push(mail) } }),
      createStepFunctions(ground, nowhere),
      defaultBus,
    ],
  });
  Object.assign(globalThis, { [hostConfigKey]: cloud.clientConfig });
  const sqs = new SQSClient(cloud.clientConfig);
  const tables = await createTables(new DynamoDBClient(cloud.clientConfig));
  const orderQueueUrl = await createQueue(sqs, 'order-queue');
  const noticeQueueUrl = await createQueue(sqs, 'order-notification-queue');
  const topicArn = await createTopic(new SNSClient(cloud.clientConfig), 'order-notification-queue');
  const stateMachineArn = await createMachine(new SFNClient(cloud.clientConfig));
  for (const [name, value] of Object.entries({
    ...tables,
    ORDER_QUEUE_URL: orderQueueUrl,
    ORDER_TOPIC_ARN: topicArn,
    STATE_MACHINE_ARN: stateMachineArn,
  })) {
    vi.stubEnv(name, value);
  }
  return {
    mails,
    tables,
    stateMachineArn,
    documents: DynamoDBDocumentClient.from(new DynamoDBClient(cloud.clientConfig), {
      marshallOptions: { removeUndefinedValues: true },
    }),
    /** Bodies of the messages in a queue, taken out of sight. */
    received: async (queue: 'orders' | 'notices') => {
      const QueueUrl = queue === 'orders' ? orderQueueUrl : noticeQueueUrl;
      const { Messages = [] } = await sqs.send(
        new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }),
      );
      return Messages.map(({ Body = '' }) => JSON.parse(Body) as unknown);
    },
    /** Messages that wait in the order queue, without a meaning. */
    fillOrderQueue: async (count: number) => {
      for (let sent = 0; sent < count; sent += 10) {
        const Entries = Array.from({ length: 10 }, (_, id) => ({ Id: String(id), MessageBody: '{}' }));
        await sqs.send(new SendMessageBatchCommand({ QueueUrl: orderQueueUrl, Entries }));
      }
    },
    stop: async () => {
      Reflect.deleteProperty(globalThis, hostConfigKey);
      vi.unstubAllEnvs();
      await cloud.stop();
    },
  };
}

export type FunctionCloud = Awaited<ReturnType<typeof functionCloud>>;

/** Environment variable → table name, e.g. `ORDERS_TABLE` → `orders`. */
async function createTables(client: DynamoDBClient): Promise<Record<string, string>> {
  const names: Record<string, string> = {};
  for (const [, { Properties: table }] of resourcesOf('AWS::DynamoDB::Table')) {
    const name = short(table['TableName']).replace('${AWS::StackName}-', '');
    const definition = {
      TableName: name,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: table['AttributeDefinitions'],
      KeySchema: table['KeySchema'],
      ...(table['GlobalSecondaryIndexes'] !== undefined && {
        GlobalSecondaryIndexes: table['GlobalSecondaryIndexes'],
      }),
    };
    // The template is checked by tests/template, and the service refuses what is not a table.
    await client.send(new CreateTableCommand(definition as unknown as CreateTableCommandInput));
    names[`${name.toUpperCase().replaceAll('-', '_')}_TABLE`] = name;
  }
  return names;
}

async function createQueue(client: SQSClient, QueueName: string): Promise<string> {
  return (await client.send(new CreateQueueCommand({ QueueName }))).QueueUrl ?? '';
}

async function createTopic(client: SNSClient, queue: string): Promise<string> {
  const { TopicArn = '' } = await client.send(new CreateTopicCommand({ Name: 'order-notifications' }));
  const Endpoint = `arn:aws:sqs:us-east-1:000000000000:${queue}`;
  const Attributes = { RawMessageDelivery: 'true' };
  await client.send(new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint, Attributes }));
  return TopicArn;
}

async function createMachine(client: SFNClient): Promise<string> {
  const command = new CreateStateMachineCommand({
    name: 'order-workflow',
    definition: JSON.stringify({ StartAt: 'Broken', States: { Broken: { Type: 'Fail', Error: 'Broken' } } }),
    roleArn: 'arn:aws:iam::000000000000:role/machine',
  });
  return (await client.send(command)).stateMachineArn ?? '';
}
