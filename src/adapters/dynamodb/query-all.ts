import { type DynamoDBDocumentClient, QueryCommand, type QueryCommandInput } from '@aws-sdk/lib-dynamodb';
import { reading } from '../sdk-faults.ts';

/** Every row that a query finds, however the service cuts it into pages. */
export async function queryAll(
  client: DynamoDBDocumentClient,
  params: QueryCommandInput,
): Promise<readonly Record<string, unknown>[]> {
  const rows: Record<string, unknown>[] = [];
  let start: Record<string, unknown> | undefined;
  do {
    const page = { ...params, ...(start && { ExclusiveStartKey: start }) };
    const { Items = [], LastEvaluatedKey } = await reading(client.send(new QueryCommand(page)));
    rows.push(...Items);
    start = LastEvaluatedKey;
  } while (start !== undefined);
  return rows;
}
