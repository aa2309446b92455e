import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';

/** A function that puts items through the AWS SDK, as a sandbox and AWS both run it: bench/sandbox.ts counts its cost. */
const hook = Symbol.for('serverless-sandbox.client-config');
// The sandbox's hook holds settings for SDK clients; on AWS there is none.
const client = new DynamoDBClient((Reflect.get(globalThis, hook) ?? {}) as DynamoDBClientConfig);

/** Puts `count` new items, eight at a time, each on the condition that there is none of its id. */
export async function handler({ from, count }: { from: number; count: number }): Promise<void> {
  let next = from;
  const puts = async (): Promise<void> => {
    while (next < from + count) {
      next += 1;
      await client.send(
        new PutItemCommand({
          TableName: process.env['THINGS'],
          Item: { id: { S: String(next) }, note: { S: 'a thing' }, size: { N: '3' } },
          ConditionExpression: 'attribute_not_exists(id)',
        }),
      );
    }
  };
  await Promise.all(Array.from({ length: 8 }, puts));
}
