import { readFileSync } from 'node:fs';
import type { Sandbox } from 'serverless-sandbox';
import type { Shelf } from './stock-table.ts';

/**
 * Puts the demo products on the shelves; products that have a row already stay as they are. Speaks the wire protocol by
 * itself: an AWS client in the sandbox's own process would take 30 MB for these few calls.
 */
export async function loadDemoStock({ aws, connection }: Sandbox): Promise<void> {
  const TableName = connection.outputs['InventoryTableName'] ?? '';
  // A file of this repository; its shape is checked by its own test.
  const shelves = JSON.parse(readFileSync('demo/inventory.json', 'utf8')) as readonly Shelf[];
  const headers = {
    'x-amz-target': 'DynamoDB_20120810.PutItem',
    'content-type': 'application/x-amz-json-1.0',
  };
  const answers = await Promise.all(
    shelves.map((shelf) => {
      const put = { TableName, Item: itemOf(shelf), ConditionExpression: 'attribute_not_exists(productId)' };
      return aws({ method: 'POST', path: '/', headers, body: JSON.stringify(put) });
    }),
  );
  for (const { status, body } of answers) {
    const text = Buffer.from(body).toString();
    if (status !== 200 && !text.includes('ConditionalCheckFailedException')) throw new DemoStockError(text);
  }
}

/** The demo products could not be stored. */
export class DemoStockError extends Error {
  override readonly name = 'DemoStockError';
}

function itemOf({ productId, available, price }: Shelf): object {
  const numbers = { available, reserved: 0, ...(price === undefined ? {} : { price }) };
  return {
    productId: { S: productId },
    ...Object.fromEntries(Object.entries(numbers).map(([name, value]) => [name, { N: String(value) }])),
  };
}
