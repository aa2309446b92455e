import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';

const client = new SQSClient(globalThis[Symbol.for('serverless-sandbox.client-config')] ?? {});
let calls = 0;

/** Fails so many times, then sends what it made of the thing. */
export const handler = async ({ thing, failures }) => {
  calls += 1;
  console.log(`attempt ${String(calls)} for ${process.env['GREETING']}`);
  if (calls <= failures) throw Object.assign(new Error('not yet'), { name: 'NotYet' });
  const { newId, now, sleep } = globalThis[Symbol.for('serverless-sandbox.host')];
  await sleep(1_000);
  const made = { thing, id: newId(), at: now() };
  await client.send(
    new SendMessageCommand({ QueueUrl: process.env['QUEUE'], MessageBody: JSON.stringify(made) }),
  );
  return made;
};
