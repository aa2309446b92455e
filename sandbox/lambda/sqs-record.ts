import { hash } from 'node:crypto';
import { isObject, parseJson } from '../kernel/json.ts';
import type { PolledMessage } from '../kernel/queue-source.ts';
import type { MessageAttribute } from '../kernel/service.ts';

/** Where a message comes from. */
export interface QueueOrigin {
  readonly queueArn: string;
  readonly region: string;
}

/** A message as one record of an SQS event. */
export function sqsRecord(
  message: PolledMessage,
  { queueArn, region }: QueueOrigin,
): Readonly<Record<string, unknown>> {
  return {
    messageId: message.messageId,
    receiptHandle: message.receiptHandle,
    body: message.body,
    attributes: systemAttributes(message),
    messageAttributes: Object.fromEntries(
      Object.entries(message.attributes ?? {}).map(([name, value]) => [name, recordAttribute(value)]),
    ),
    md5OfBody: hash('md5', message.body),
    eventSource: 'aws:sqs',
    eventSourceARN: queueArn,
    awsRegion: region,
  };
}

/** What filter patterns see of a record: a body that is a JSON object is looked into. */
export function filteredView(record: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const body = typeof record['body'] === 'string' ? parseJson(record['body']) : undefined;
  return isObject(body) ? { ...record, body } : record;
}

function systemAttributes(message: PolledMessage): Readonly<Record<string, string | undefined>> {
  return {
    ApproximateReceiveCount: String(message.receiveCount),
    AWSTraceHeader: message.traceHeader ?? undefined,
    SentTimestamp: String(message.sentAt),
    SenderId: message.senderId,
    ApproximateFirstReceiveTimestamp: String(message.firstReceivedAt),
    DeadLetterQueueSourceArn: message.deadLetterSource ?? undefined,
  };
}

function recordAttribute(attribute: MessageAttribute): Readonly<Record<string, unknown>> {
  return {
    stringValue: attribute.StringValue,
    binaryValue: attribute.BinaryValue,
    stringListValues: [],
    binaryListValues: [],
    dataType: attribute.DataType,
  };
}
