import { paginateQuery, paginateScan } from '@aws-sdk/client-dynamodb';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import {
  DescribeStreamCommand,
  GetRecordsCommand,
  GetShardIteratorCommand,
} from '@aws-sdk/client-dynamodb-streams';
import type { _Record as StreamRecord } from '@aws-sdk/client-dynamodb-streams';
import { ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import type { Clients } from './clients.ts';

export type Item = Readonly<Record<string, AttributeValue>>;

/** Every item of the table, by its id. */
export async function tableOf({ tables, output }: Clients): Promise<Map<string, Item>> {
  const items: Item[] = [];
  for await (const { Items = [] } of paginateScan({ client: tables }, { TableName: output('Things') })) {
    items.push(...Items);
  }
  return byId(items);
}

/** Every item of the index, by its id. */
export async function indexOf(
  { tables, output }: Clients,
  kinds: readonly string[],
): Promise<Map<string, Item>> {
  const items: Item[] = [];
  for (const kind of kinds) {
    const query = {
      TableName: output('Things'),
      IndexName: 'by-kind',
      KeyConditionExpression: 'kind = :kind',
      ExpressionAttributeValues: { ':kind': { S: kind } },
    };
    for await (const { Items = [] } of paginateQuery({ client: tables }, query)) items.push(...Items);
  }
  return byId(items);
}

/** Every record of the table's stream, oldest first. */
export async function streamOf({ streams, output }: Clients): Promise<StreamRecord[]> {
  const StreamArn = output('Stream');
  const { StreamDescription } = await streams.send(new DescribeStreamCommand({ StreamArn }));
  const ShardId = StreamDescription?.Shards?.[0]?.ShardId;
  const from = { StreamArn, ShardId, ShardIteratorType: 'TRIM_HORIZON' as const };
  let iterator = (await streams.send(new GetShardIteratorCommand(from))).ShardIterator;
  const records: StreamRecord[] = [];
  for (;;) {
    const answer = await streams.send(new GetRecordsCommand({ ShardIterator: iterator }));
    if ((answer.Records ?? []).length === 0) return records;
    records.push(...(answer.Records ?? []));
    iterator = answer.NextShardIterator;
  }
}

/** The table that a stream's records add up to. */
export function replayed(records: readonly StreamRecord[]): Map<string, Item> {
  const items = new Map<string, Item>();
  for (const { dynamodb } of records) {
    const id = dynamodb?.Keys?.['id']?.S ?? '';
    if (dynamodb?.NewImage === undefined) items.delete(id);
    else items.set(id, dynamodb.NewImage);
  }
  return items;
}

/** The bodies of all messages in a queue, sorted; they stay invisible. */
export async function bodiesOf({ queues, output }: Clients, queue: string): Promise<string[]> {
  const bodies: string[] = [];
  const poll = { QueueUrl: output(queue), MaxNumberOfMessages: 10, VisibilityTimeout: 3_600 };
  for (;;) {
    const { Messages = [] } = await queues.send(new ReceiveMessageCommand(poll));
    if (Messages.length === 0) return bodies.sort();
    bodies.push(...Messages.map(({ Body = '' }) => Body));
  }
}

function byId(items: readonly Item[]): Map<string, Item> {
  return new Map(items.map((item) => [item['id']?.S ?? '', item]));
}
