import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';

const links = new DynamoDBClient({});
const queue = new SQSClient({});

/** GET /links/{slug} → 301 to the link's URL, counted later; 404 where there is none. */
export async function handler(event) {
  const { slug } = event.pathParameters;
  const key = { TableName: process.env.LINKS, Key: { slug: { S: slug } } };
  const { Item } = await links.send(new GetItemCommand(key));
  if (Item === undefined) return { statusCode: 404, body: '' };
  const QueueUrl = process.env.VISITS;
  await queue.send(new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify({ slug }) }));
  return { statusCode: 301, headers: { Location: Item.url.S }, body: '' };
}
