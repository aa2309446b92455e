import { build } from 'esbuild';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createSqs } from '../sqs/service.ts';
import { functionCloud } from './testing.ts';
import type { FunctionCloud } from './testing.ts';

const source = `
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
const client = new SQSClient(globalThis[Symbol.for('serverless-sandbox.client-config')] ?? {});
export const handler = async ({ url, body }) => {
  const { MessageId } = await client.send(new SendMessageCommand({ QueueUrl: url, MessageBody: body }));
  return MessageId;
};`;

let cloud: FunctionCloud;

beforeAll(async () => {
  cloud = functionCloud({ beside: (ground) => ({ rooms: [createSqs(ground)], deps: {} }) });
  const options = {
    stdin: { contents: source, resolveDir: import.meta.dirname },
    write: false,
    bundle: true,
  } as const;
  const { outputFiles } = await build({
    ...options,
    platform: 'node',
    format: 'esm',
    minify: true,
    keepNames: true,
  });
  const banner = `import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);`;
  await cloud.addFunction('sender', banner + (outputFiles[0]?.text ?? ''), { Timeout: 20 });
});

afterAll(async () => {
  await cloud.stop();
});

it('answers the calls of a bundled AWS client without a socket, as its role', async () => {
  const queues = new SQSClient(cloud.clientConfig);
  const { QueueUrl: url } = await queues.send(new CreateQueueCommand({ QueueName: 'things' }));
  const answer = await new LambdaClient(cloud.clientConfig).send(
    new InvokeCommand({ FunctionName: 'sender', Payload: JSON.stringify({ url, body: 'a thing' }) }),
  );
  const { Messages: [message] = [] } = await queues.send(
    new ReceiveMessageCommand({ QueueUrl: url, MessageSystemAttributeNames: ['All'] }),
  );
  expect(message?.Body).toBe('a thing');
  expect(JSON.stringify(message?.MessageId)).toBe(Buffer.from(answer.Payload ?? []).toString());
});
