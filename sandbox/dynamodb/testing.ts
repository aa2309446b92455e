import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { CreateTableCommandInput } from '@aws-sdk/client-dynamodb';
import { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import { virtualClock } from '../kernel/virtual-clock.ts';
import { testCloud } from '../testing.ts';
import { createDynamoDb, createDynamoDbStreams } from './service.ts';
import type { DynamoDb, DynamoDbOptions } from './service.ts';

/** A cloud with tables and streams on a clock that stands still, and SDK clients for it. */
export function startTables(directory?: string, options: DynamoDbOptions = {}) {
  const clock = virtualClock();
  const rooms: DynamoDb[] = [];
  const cloud = testCloud({
    clock,
    ...(directory === undefined ? {} : { directory }),
    rooms: (ground) => {
      const dynamodb = createDynamoDb(ground, options);
      rooms.push(dynamodb);
      return [dynamodb, createDynamoDbStreams(ground, dynamodb)];
    },
  });
  const [dynamodb] = rooms;
  if (dynamodb === undefined) throw new TypeError('the cloud made no rooms');
  return {
    cloud,
    clock,
    dynamodb,
    client: new DynamoDBClient(cloud.clientConfig),
    streams: new DynamoDBStreamsClient(cloud.clientConfig),
  };
}

/** What `startTables` gives. */
export type Tables = ReturnType<typeof startTables>;

/** A table `things` keyed by owner and name, with a global index by kind and grade and a local one by grade. */
export const thingsTable = {
  TableName: 'things',
  BillingMode: 'PAY_PER_REQUEST',
  AttributeDefinitions: [
    { AttributeName: 'owner', AttributeType: 'S' },
    { AttributeName: 'label', AttributeType: 'S' },
    { AttributeName: 'kind', AttributeType: 'S' },
    { AttributeName: 'grade', AttributeType: 'N' },
  ],
  KeySchema: [
    { AttributeName: 'owner', KeyType: 'HASH' },
    { AttributeName: 'label', KeyType: 'RANGE' },
  ],
  GlobalSecondaryIndexes: [
    {
      IndexName: 'by-kind',
      KeySchema: [
        { AttributeName: 'kind', KeyType: 'HASH' },
        { AttributeName: 'grade', KeyType: 'RANGE' },
      ],
      Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['colour'] },
    },
    {
      IndexName: 'by-kind-whole',
      KeySchema: [{ AttributeName: 'kind', KeyType: 'HASH' }],
      Projection: { ProjectionType: 'ALL' },
    },
  ],
  LocalSecondaryIndexes: [
    {
      IndexName: 'by-grade',
      KeySchema: [
        { AttributeName: 'owner', KeyType: 'HASH' },
        { AttributeName: 'grade', KeyType: 'RANGE' },
      ],
      Projection: { ProjectionType: 'KEYS_ONLY' },
    },
  ],
  StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
} satisfies CreateTableCommandInput;

/** Makes the table `things`; gives the ARN of its stream. */
export async function createThings({ client }: Tables): Promise<string> {
  const created = await client.send(new CreateTableCommand(thingsTable));
  return created.TableDescription?.LatestStreamArn ?? '';
}
