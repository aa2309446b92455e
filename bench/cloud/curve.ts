import { costOf, inParallel } from './cost.ts';

/** Calls DynamoDB with a request as JSON and answers what it answered. */
export type CallDynamoDb = (operation: string, input: object) => Promise<unknown>;

/** CPU ms per operation on a table of so many items. */
export interface CurvePoint {
  readonly items: number;
  readonly get: number;
  readonly put: number;
  readonly query: number;
}

const operations = 10_000;
/** Items of one partition, and of one page of a query. */
const partition = 20;
/** Prime, so that it walks over all items of a table in no order. */
const stride = 7_919;

/** Fills a table of `items` items and measures single operations on it. */
export async function measureCurvePoint(call: CallDynamoDb, items: number): Promise<CurvePoint> {
  const TableName = `curve-${String(items)}`;
  await call('CreateTable', {
    TableName,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [
      { AttributeName: 'group', AttributeType: 'S' },
      { AttributeName: 'id', AttributeType: 'N' },
    ],
    KeySchema: [
      { AttributeName: 'group', KeyType: 'HASH' },
      { AttributeName: 'id', KeyType: 'RANGE' },
    ],
  });
  await inParallel(items / 25, 8, async (batch) => {
    const requests = Array.from({ length: 25 }, (_, index) => ({
      PutRequest: { Item: itemOf(batch * 25 + index) },
    }));
    await call('BatchWriteItem', { RequestItems: { [TableName]: requests } });
  });
  const cost = (one: (index: number) => Promise<unknown>): Promise<number> =>
    costOf(operations, () => inParallel(operations, 8, (turn) => one((turn * stride) % items)));
  const get = (index: number): Promise<unknown> => call('GetItem', { TableName, Key: keyOf(index) });
  const put = (index: number): Promise<unknown> =>
    call('PutItem', {
      TableName,
      Item: itemOf(index),
      ConditionExpression: 'attribute_exists(id)',
    });
  const query = (index: number): Promise<unknown> =>
    call('Query', {
      TableName,
      KeyConditionExpression: '#group = :group',
      ExpressionAttributeNames: { '#group': 'group' },
      ExpressionAttributeValues: { ':group': keyOf(index).group },
    });
  for (const one of [get, put, query]) await cost(one); // once for the compiler
  return { items, get: await cost(get), put: await cost(put), query: await cost(query) };
}

function keyOf(index: number): { readonly group: object; readonly id: object } {
  return { group: { S: `g${String(Math.floor(index / partition))}` }, id: { N: String(index) } };
}

function itemOf(index: number): object {
  return { ...keyOf(index), note: { S: 'a thing among others' }, size: { N: '3' } };
}
