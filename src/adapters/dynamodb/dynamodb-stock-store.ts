import { BatchGetCommand, type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import { DependencyUnavailableError } from '../../core/kernel/faults.ts';
import type { ProductId } from '../../core/kernel/ids.ts';
import type { SaveOutcome } from '../../core/ports/order-store.ts';
import type { StockStore } from '../../core/ports/stock-store.ts';
import type { StockLevel } from '../../core/inventory/reservation.ts';
import { reading } from '../sdk-faults.ts';
import type { TransactItem } from './order-params.ts';
import { reservationFromItem } from './reservation-item.ts';
import { stockFromItem } from './stock-item.ts';
import { commitItems, holdItems, releaseItems, type StockTables } from './stock-params.ts';
import { transactWrite } from './transact-write.ts';

/** {@link StockStore} on the inventory, reservations and orders tables. */
export const dynamodbStockStore = (client: DynamoDBDocumentClient, tables: StockTables): StockStore => ({
  levels: (productIds) => readLevels(client, tables.inventory, productIds),
  async reservation(orderId) {
    const command = new GetCommand({
      TableName: tables.reservations,
      Key: { orderId },
      ConsistentRead: true,
    });
    const { Item } = await reading(client.send(command));
    return Item && reservationFromItem(Item);
  },
  hold: (step) => settle(client, holdItems(tables, step)),
  commit: (step) => settle(client, commitItems(tables, step)),
  release: (step) => settle(client, releaseItems(tables, step)),
});

async function settle(client: DynamoDBDocumentClient, items: readonly TransactItem[]): Promise<SaveOutcome> {
  const { kind } = await transactWrite(client, items);
  return kind === 'written' ? 'saved' : 'lost-race';
}

const maxBatchReads = 5;

/** An order has at most 50 products, so one batch (at most 100 keys) holds them all. */
async function readLevels(
  client: DynamoDBDocumentClient,
  table: string,
  productIds: readonly ProductId[],
): Promise<ReadonlyMap<ProductId, StockLevel>> {
  const levels = new Map<ProductId, StockLevel>();
  let pending: Record<string, unknown>[] = productIds.map((productId) => ({ productId }));
  for (let tried = 0; pending.length > 0; tried += 1) {
    if (tried === maxBatchReads) throw new DependencyUnavailableError('the table left keys unread');
    const request = { RequestItems: { [table]: { Keys: pending, ConsistentRead: true } } };
    const answer = await reading(client.send(new BatchGetCommand(request)));
    for (const level of (answer.Responses?.[table] ?? []).map(stockFromItem))
      levels.set(level.productId, level);
    pending = answer.UnprocessedKeys?.[table]?.Keys ?? [];
  }
  return levels;
}
