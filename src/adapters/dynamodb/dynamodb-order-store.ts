import { type DynamoDBDocumentClient, GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { WriteConflictError } from '../../core/kernel/faults.ts';
import type { PendingOrder } from '../../core/orders/order.ts';
import type { IdempotencyRecord } from '../../core/ports/idempotency-store.ts';
import type { OrderStore, PlaceOutcome } from '../../core/ports/order-store.ts';
import { reading } from '../sdk-faults.ts';
import { conditionalPut } from './conditional-put.ts';
import { dynamodbIdempotencyStore } from './dynamodb-idempotency-store.ts';
import { orderFromItem } from './order-item.ts';
import { listOrders, type OrderRows, overdueOrders } from './order-lists.ts';
import { placeParams, recordParams, saveParams } from './order-params.ts';
import type { ReportUnreadable } from './readable-orders.ts';
import { transactWrite } from './transact-write.ts';

export interface OrderTables {
  readonly orders: string;
  /** Only needed to place orders with an idempotency key. */
  readonly idempotency?: string;
  /** Only needed to list orders. */
  readonly report?: ReportUnreadable;
}

/** {@link OrderStore} on the orders table and its two indexes. */
export const dynamodbOrderStore = (client: DynamoDBDocumentClient, tables: OrderTables): OrderStore => ({
  async place(order, record) {
    if (record !== undefined && tables.idempotency !== undefined) {
      return placeWithKey(
        client,
        { orders: tables.orders, idempotency: tables.idempotency },
        { order, record },
      );
    }
    // Refused means stored: nobody else can have this id.
    await conditionalPut(client, placeParams(tables.orders, order));
    return { kind: 'placed' };
  },
  async get({ orderId, createdAt }) {
    const key = { orderId, createdAt };
    const command = new GetCommand({ TableName: tables.orders, Key: key, ConsistentRead: true });
    const { Item } = await reading(client.send(command));
    return Item && orderFromItem(Item);
  },
  async find(orderId) {
    const { Items } = await reading(client.send(new QueryCommand(findParams(tables.orders, orderId))));
    return Items?.[0] && orderFromItem(Items[0]);
  },
  list: (query) => listOrders(client, rowsOf(tables), query),
  overdue: (status, createdBefore) => overdueOrders(client, rowsOf(tables), { status, createdBefore }),
  async save(before, after) {
    const outcome = await conditionalPut(client, saveParams(tables.orders, before, after));
    return outcome === 'written' ? 'saved' : 'lost-race';
  },
});

const findParams = (table: string, orderId: string) => ({
  TableName: table,
  KeyConditionExpression: 'orderId = :orderId',
  ExpressionAttributeValues: { ':orderId': orderId },
  ConsistentRead: true,
  Limit: 1,
});

async function placeWithKey(
  client: DynamoDBDocumentClient,
  tables: Required<Omit<OrderTables, 'report'>>,
  { order, record }: { order: PendingOrder; record: IdempotencyRecord },
): Promise<PlaceOutcome> {
  const items = [
    { Put: recordParams(tables.idempotency, record) },
    { Put: placeParams(tables.orders, order) },
  ];
  try {
    const outcome = await transactWrite(client, items);
    if (outcome.kind === 'written') return { kind: 'placed' };
  } catch (error) {
    // Only the key's row can be busy: the order's id is new.
    if (error instanceof WriteConflictError) return { kind: 'key-contended' };
    throw error;
  }
  const taken = await dynamodbIdempotencyStore(client, tables.idempotency).find(record.id);
  if (taken === undefined) return { kind: 'key-contended' };
  // The body names the order's random id: an equal one was left by an earlier attempt of this very write.
  return taken.response.body === record.response.body
    ? { kind: 'placed' }
    : { kind: 'key-taken', record: taken };
}

/** Who lists orders without listening for damage is told by the fault itself. */
const rowsOf = ({ orders, report }: OrderTables): OrderRows => ({
  table: orders,
  report:
    report ??
    ((_key, fault) => {
      throw fault;
    }),
});
