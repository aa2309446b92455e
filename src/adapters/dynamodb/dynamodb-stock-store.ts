import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import type { OrderId, ProductId } from '../../core/kernel/ids.ts';
import type { SaveOutcome } from '../../core/ports/order-store.ts';
import type { CommitStep, ReleaseStep, StockStore } from '../../core/ports/stock-store.ts';
import type { HeldLine, StockLevel } from '../../core/inventory/reservation.ts';
import { StockRowChangedError } from '../../core/inventory/stock-faults.ts';
import { reading } from '../sdk-faults.ts';
import { batchGet } from './batch-get.ts';
import type { TransactItem } from './order-params.ts';
import { reservationFromItem } from './reservation-item.ts';
import { stockFromItem } from './stock-item.ts';
import { commitItems, holdItems, itemsBeforeStock, releaseItems, type StockTables } from './stock-params.ts';
import { type TransactOutcome, transactWrite } from './transact-write.ts';

/** Told of units that could not be given back because their stock row was deleted or overwritten by hand. */
export type StockNotReturned = (orderId: OrderId, lines: readonly HeldLine[]) => void;

/** {@link StockStore} on the inventory, reservations and orders tables. */
export const dynamodbStockStore = (
  client: DynamoDBDocumentClient,
  tables: StockTables,
  notReturned?: StockNotReturned,
): StockStore => ({
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
  commit: (step) => commit(client, tables, step),
  async release(step) {
    const { saved, left } = await release(client, tables, step);
    if (saved === 'saved' && left.length > 0) notReturned?.(step.before.orderId, left);
    return saved;
  },
});

async function settle(client: DynamoDBDocumentClient, items: readonly TransactItem[]): Promise<SaveOutcome> {
  const { kind } = await transactWrite(client, items);
  return kind === 'written' ? 'saved' : 'lost-race';
}

async function commit(
  client: DynamoDBDocumentClient,
  tables: StockTables,
  step: CommitStep,
): Promise<SaveOutcome> {
  const outcome = await transactWrite(client, commitItems(tables, step));
  if (outcome.kind === 'written') return 'saved';
  // Reading again would decide the same again: the row does not come back by itself.
  if (isStockAlone(outcome))
    throw new StockRowChangedError('a stock row does not have the held units any more');
  return 'lost-race';
}

/** Without the stock rows that refuse, as often as it takes: the order must end, whatever was done to the stock. */
async function release(client: DynamoDBDocumentClient, tables: StockTables, step: ReleaseStep) {
  let lines = (step.held?.lines ?? []).filter((line) => line.tracked);
  const left: HeldLine[] = [];
  for (;;) {
    const outcome = await transactWrite(client, releaseItems(tables, step, lines));
    if (outcome.kind === 'written') return { saved: 'saved' as const, left };
    if (!isStockAlone(outcome)) return { saved: 'lost-race' as const, left };
    const refused = new Set(outcome.items.map((position) => position - itemsBeforeStock));
    left.push(...lines.filter((_, index) => refused.has(index)));
    lines = lines.filter((_, index) => !refused.has(index));
  }
}

const isStockAlone = (outcome: TransactOutcome & { readonly kind: 'refused' }): boolean =>
  outcome.items.every((position) => position >= itemsBeforeStock);

/** An order has at most 50 products, so one batch (at most 100 keys) holds them all. */
async function readLevels(
  client: DynamoDBDocumentClient,
  table: string,
  productIds: readonly ProductId[],
): Promise<ReadonlyMap<ProductId, StockLevel>> {
  const keys = productIds.map((productId) => ({ productId }));
  const levels = (await batchGet(client, table, keys)).map(stockFromItem);
  return new Map(levels.map((level) => [level.productId, level]));
}
