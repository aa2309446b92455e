import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';

const client = new DynamoDBClient({});

/** POST /links `{ slug, url }` → 201, or 409 where the slug is taken. */
export async function handler(event) {
  const { slug, url } = JSON.parse(event.body ?? '{}');
  if (typeof slug !== 'string' || !URL.canParse(url)) return answer(400, { error: 'slug and url' });
  try {
    await client.send(
      new PutItemCommand({
        TableName: process.env.LINKS,
        Item: { slug: { S: slug }, url: { S: url }, host: { S: new URL(url).host }, visits: { N: '0' } },
        ConditionExpression: 'attribute_not_exists(slug)',
      }),
    );
    return answer(201, { slug, greeting: process.env.GREETING });
  } catch (thrown) {
    if (thrown.name === 'ConditionalCheckFailedException') return answer(409, { error: 'taken' });
    return answer(500, { error: thrown.name, message: thrown.message });
  }
}

const answer = (statusCode, body) => ({ statusCode, body: JSON.stringify(body) });
