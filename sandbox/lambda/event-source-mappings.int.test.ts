import { ListFunctionsCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { CreateQueueCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createSqs } from '../sqs/service.ts';
import { functionCloud } from './testing.ts';
import type { FunctionCloud } from './testing.ts';

const EventSourceArn = 'arn:aws:sqs:us-east-1:000000000000:things';
const FunctionName = 'reader';

let cloud: FunctionCloud;

beforeEach(async () => {
  cloud = functionCloud({
    beside: (ground) => {
      const sqs = createSqs(ground);
      return { rooms: [sqs], deps: { queues: sqs.pollers } };
    },
  });
  await new SQSClient(cloud.clientConfig).send(new CreateQueueCommand({ QueueName: 'things' }));
  await cloud.addFunction(FunctionName, 'export const handler = async () => null;');
});

afterEach(async () => {
  await cloud.stop();
  expect(cloud.faults).toEqual([]);
});

const create = (rest: object): Promise<string> =>
  cloud.provision('AWS::Lambda::EventSourceMapping', 'Things', { FunctionName, EventSourceArn, ...rest });

it('stand still while the template disables them and go on where it enables them', async () => {
  await create({ BatchSize: 5, Enabled: false });
  const message = { QueueUrl: 'http://127.0.0.1:4566/000000000000/things', MessageBody: 'x' };
  await new SQSClient(cloud.clientConfig).send(new SendMessageCommand(message));
  expect(cloud.logged).toEqual([]);
  await create({ BatchSize: 5, Enabled: true });
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
  const Filters = [{ Pattern: '{"body":[{"anything-but":{"prefix":"a"}}]}' }];
  await expect(create({ FilterCriteria: { Filters } })).rejects.toThrow(
    /Unsupported anything-but pattern: prefix/,
  );
});

it('and functions come from the template alone: other operations are refused by name', async () => {
  const client = new LambdaClient(cloud.clientConfig);
  await expect(client.send(new ListFunctionsCommand({}))).rejects.toThrow(/functions/);
});
