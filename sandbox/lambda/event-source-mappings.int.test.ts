import {
  CreateEventSourceMappingCommand,
  DeleteEventSourceMappingCommand,
  GetEventSourceMappingCommand,
  GetFunctionCommand,
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

it('are created, paused, resumed and deleted through the API', async () => {
  const { UUID } = await client.send(
    new CreateEventSourceMappingCommand({ FunctionName, EventSourceArn, BatchSize: 5 }),
  );
  expect(await client.send(new GetEventSourceMappingCommand({ UUID }))).toMatchObject({
    UUID,
    EventSourceArn,
    FunctionArn: 'arn:aws:lambda:us-east-1:000000000000:function:reader',
    BatchSize: 5,
    State: 'Enabled',
    LastModified: expect.any(Date),
  });
  const paused = await client.send(new UpdateEventSourceMappingCommand({ UUID, Enabled: false }));
  expect(paused).toMatchObject({ State: 'Disabled', BatchSize: 5 });
  const message = { QueueUrl: 'http://127.0.0.1:4566/000000000000/things', MessageBody: 'x' };
  await new SQSClient(cloud.clientConfig).send(new SendMessageCommand(message));
  expect(cloud.logged).toEqual([]);
  await client.send(new UpdateEventSourceMappingCommand({ UUID, Enabled: true }));
  await vi.waitFor(() => expect(cloud.logged.length).toBe(1), 10_000);
  await client.send(new DeleteEventSourceMappingCommand({ UUID }));
  expect(
    (await client.send(new ListEventSourceMappingsCommand({ FunctionName }))).EventSourceMappings,
  ).toEqual([]);
});

it('refuse twins, strange sources and settings of another kind of source', async () => {
  const create = (rest: object) =>
    client.send(new CreateEventSourceMappingCommand({ FunctionName, EventSourceArn, ...rest }));
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
  await expect(create({ TumblingWindowInSeconds: 5 })).rejects.toThrow(
    /TumblingWindowInSeconds: not supported/,
  );
  await create({});
  await expect(create({})).rejects.toMatchObject({ name: 'ResourceConflictException' });
  await expect(client.send(new GetEventSourceMappingCommand({ UUID: 'none' }))).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
  });
});

it('stand beside functions that can be looked at', async () => {
  const { Configuration } = await client.send(new GetFunctionCommand({ FunctionName: latest }));
  expect(Configuration).toMatchObject({
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
