import { readFileSync } from 'node:fs';
import type { Connection } from 'serverless-sandbox';
import { stockTable } from './stock-table.ts';
import type { Shelf } from './stock-table.ts';

/** Puts the demo products on the shelves, through the AWS API; products that have a row already stay as they are. */
export async function loadDemoStock(connection: Connection): Promise<void> {
  const { awsEndpointUrl: endpoint, region, accessKeyId, secretAccessKey, outputs } = connection;
  const credentials = { accessKeyId, secretAccessKey };
  const table = stockTable(outputs['InventoryTableName'] ?? '', { endpoint, region, credentials });
  // A file of this repository; its shape is checked by its own test.
  const shelves = JSON.parse(readFileSync('demo/inventory.json', 'utf8')) as readonly Shelf[];
  await Promise.all(shelves.map((shelf) => table.setIfAbsent(shelf)));
}
