import { afterEach, beforeEach, expect, test } from 'vitest';
import { testCloud } from '../testing.ts';
import type { TestCloud } from '../testing.ts';
import { createSqs } from './service.ts';

let cloud: TestCloud;

beforeEach(() => {
  cloud = testCloud({ rooms: (ground) => [createSqs(ground)] });
});

afterEach(async () => {
  await cloud.stop();
});

/** A call as older clients make it: a form in, XML out, without the parts that change. */
async function query(form: Record<string, string>): Promise<{ status: number; body: string }> {
  const { status, body } = await cloud.handle({
    method: 'POST',
    path: '/',
    headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
    body: new URLSearchParams({ Version: '2012-11-05', ...form }).toString(),
  });
  return {
    status,
    body: String(body)
      .replace(/<ResponseMetadata>.*?<\/ResponseMetadata>/, '')
      .replace(/<RequestId>.*?<\/RequestId>/, ''),
  };
}

const QueueUrl = 'http://127.0.0.1:4566/000000000000/things';

test('the older Query protocol, with its flattened lists and maps', async () => {
  const created = await query({
    Action: 'CreateQueue',
    QueueName: 'things',
    'Attribute.1.Name': 'VisibilityTimeout',
    'Attribute.1.Value': '40',
    'Tag.1.Key': 'colour',
    'Tag.1.Value': 'red',
  });
  expect(created.body).toBe(
    '<CreateQueueResponse xmlns="http://queue.amazonaws.com/doc/2012-11-05/">' +
      `<CreateQueueResult><QueueUrl>${QueueUrl}</QueueUrl></CreateQueueResult></CreateQueueResponse>`,
  );
  const attributes = await query({
    Action: 'GetQueueAttributes',
    QueueUrl,
    'AttributeName.1': 'VisibilityTimeout',
  });
  expect(attributes.body).toContain(
    '<GetQueueAttributesResult><Attribute><Name>VisibilityTimeout</Name><Value>40</Value></Attribute></GetQueueAttributesResult>',
  );
  const tags = await query({ Action: 'ListQueueTags', QueueUrl });
  expect(tags.body).toContain(
    '<ListQueueTagsResult><Tag><Key>colour</Key><Value>red</Value></Tag></ListQueueTagsResult>',
  );

  const sent = await query({
    Action: 'SendMessageBatch',
    QueueUrl,
    'SendMessageBatchRequestEntry.1.Id': 'a',
    'SendMessageBatchRequestEntry.1.MessageBody': 'one & two',
    'SendMessageBatchRequestEntry.1.MessageAttribute.1.Name': 'Foo',
    'SendMessageBatchRequestEntry.1.MessageAttribute.1.Value.DataType': 'String',
    'SendMessageBatchRequestEntry.1.MessageAttribute.1.Value.StringValue': 'Bar',
    'SendMessageBatchRequestEntry.2.Id': 'b',
    'SendMessageBatchRequestEntry.2.MessageBody': 'x',
    'SendMessageBatchRequestEntry.2.DelaySeconds': '901',
  });
  expect(sent.body).toMatch(
    /<SendMessageBatchResultEntry><Id>a<\/Id>.*<MD5OfMessageAttributes>ae7155c6026991b6d54b11589678bf9c<\/MD5OfMessageAttributes><\/SendMessageBatchResultEntry>/,
  );
  expect(sent.body).toContain('<BatchResultErrorEntry><Id>b</Id><Code>InvalidParameterValue</Code>');

  const received = await query({
    Action: 'ReceiveMessage',
    QueueUrl,
    MaxNumberOfMessages: '10',
    'AttributeName.1': 'ApproximateReceiveCount',
    'MessageAttributeName.1': 'All',
  });
  expect(received.body).toContain('<ReceiveMessageResult><Message>');
  expect(received.body).toContain('<Body>one &amp; two</Body>');
  expect(received.body).toContain(
    '<Attribute><Name>ApproximateReceiveCount</Name><Value>1</Value></Attribute>',
  );
  expect(received.body).toContain(
    '<MessageAttribute><Name>Foo</Name><Value><DataType>String</DataType><StringValue>Bar</StringValue></Value></MessageAttribute>',
  );
});

test('the older protocol has its own error codes', async () => {
  const { status, body } = await query({ Action: 'GetQueueUrl', QueueName: 'missing' });
  expect(status).toBe(400);
  expect(body).toContain(
    '<Error><Type>Sender</Type><Code>AWS.SimpleQueueService.NonExistentQueue</Code><Message>The specified queue does not exist.</Message></Error>',
  );
});

test('what is not supported is refused by name', async () => {
  expect((await query({ Action: 'AddPermission', QueueUrl })).body).toContain(
    'no service with action AddPermission of version 2012-11-05',
  );
  const { body } = await query({ Action: 'ReceiveMessage', QueueUrl, ReceiveRequestAttemptId: 'x' });
  expect(body).toContain('ReceiveRequestAttemptId: not supported by the sandbox');
});
