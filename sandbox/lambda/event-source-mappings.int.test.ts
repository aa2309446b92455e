import {
  GetFunctionConfigurationCommand,
  LambdaClient,
  ListEventSourceMappingsCommand,
  ListFunctionsCommand,
  UpdateEventSourceMappingCommand,
} from '@aws-sdk/client-lambda';
import { CreateQueueCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createSqs } from '../sqs/service.ts';
import { functionCloud } from './testing.ts';
import type { FunctionCloud } from './testing.ts';

const EventSourceArn = 'arn:aws:sqs:us-east-1:000000000000:things';
const FunctionName = 'reader';
const latest = 'arn:aws:lambda:us-east-1:000000000000:function:reader:$LATEST';

let cloud: FunctionCloud;
let client: LambdaClient;

beforeEach(async () => {
  cloud = functionCloud({
    beside: (ground) => {
      const sqs = createSqs(ground);
      return { rooms: [sqs], deps: { queues: sqs.pollers } };
    },
  });
  client = new LambdaClient(cloud.clientConfig);
  await new SQSClient(cloud.clientConfig).send(new CreateQueueCommand({ QueueName: 'things' }));
  await cloud.addFunction(FunctionName, 'export const handler = async () => null;', { Description: 'reads' });
});

afterEach(async () => {
  await cloud.stop();
  expect(cloud.faults).toEqual([]);
});

const create = (rest: object): Promise<string> =>
  cloud.provision('AWS::Lambda::EventSourceMapping', 'Things', { FunctionName, EventSourceArn, ...rest });

it('are listed, paused and resumed through the API', async () => {
  const UUID = await create({ BatchSize: 5 });
  const { EventSourceMappings } = await client.send(new ListEventSourceMappingsCommand({ FunctionName }));
  expect(EventSourceMappings).toEqual([
    expect.objectContaining({
      UUID,
      EventSourceArn,
      FunctionArn: 'arn:aws:lambda:us-east-1:000000000000:function:reader',
      BatchSize: 5,
      State: 'Enabled',
      LastModified: expect.any(Date),
    }),
  ]);
  const paused = await client.send(new UpdateEventSourceMappingCommand({ UUID, Enabled: false }));
  expect(paused).toMatchObject({ State: 'Disabled', BatchSize: 5 });
  const message = { QueueUrl: 'http://127.0.0.1:4566/000000000000/things', MessageBody: 'x' };
  await new SQSClient(cloud.clientConfig).send(new SendMessageCommand(message));
  expect(cloud.logged).toEqual([]);
  await client.send(new UpdateEventSourceMappingCommand({ UUID, Enabled: true }));
  await vi.waitFor(() => expect(cloud.logged.length).toBe(1), 10_000);
});

it('refuse strange sources, settings of another kind of source and names that are none', async () => {
  await expect(create({ EventSourceArn: 'arn:aws:kinesis:us-east-1:000000000000:stream/s' })).rejects.toThrow(
    /kinesis/,
  );
  await expect(create({ BisectBatchOnFunctionError: true })).rejects.toThrow(
    /Unsupported BisectBatchOnFunctionError/,
  );
  await expect(create({ StartingPosition: 'LATEST' })).rejects.toThrow(
    /StartingPosition is not valid for SQS/,
  );
  await expect(create({ BatchSize: 50 })).rejects.toThrow(/Maximum batch window/);
  await expect(create({ TumblingWindowInSeconds: 5 })).rejects.toThrow(/TumblingWindowInSeconds/);
  await expect(client.send(new UpdateEventSourceMappingCommand({ UUID: 'none' }))).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
  });
});

it('stand beside functions that can be looked at', async () => {
  const configuration = await client.send(new GetFunctionConfigurationCommand({ FunctionName: latest }));
  expect(configuration).toMatchObject({
    FunctionName,
    Description: 'reads',
    Handler: 'app.handler',
    Runtime: 'nodejs24.x',
    Timeout: 3,
    MemorySize: 128,
    State: 'Active',
  });
  const { Functions } = await client.send(new ListFunctionsCommand({}));
  expect(Functions?.map((each) => each.FunctionName)).toEqual([FunctionName]);
});
