import { DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';

const client = new DynamoDBClient({});

/** Visits → the link's counter. A visit that is no JSON fails alone. */
export async function handler({ Records }) {
  const failed = [];
  for (const { body, messageId } of Records) {
    try {
      const { slug } = JSON.parse(body);
      await client.send(
        new UpdateItemCommand({
          TableName: process.env.LINKS,
          Key: { slug: { S: slug } },
          UpdateExpression: 'ADD visits :one',
          ConditionExpression: 'attribute_exists(slug)',
          ExpressionAttributeValues: { ':one': { N: '1' } },
        }),
      );
    } catch {
      failed.push({ itemIdentifier: messageId });
    }
  }
  return { batchItemFailures: failed };
}
