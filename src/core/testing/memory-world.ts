import { type Clock, timestampFrom } from '../kernel/clock.ts';
import { currencyFrom } from '../kernel/currency.ts';
import { customerIdFrom, type OrderId, orderIdFrom, productIdFrom, runIdFrom } from '../kernel/ids.ts';
import { money } from '../kernel/money.ts';
import type { StockLevel } from '../inventory/reservation.ts';
import type { PendingOrder } from '../orders/order.ts';
import { memoryNotices } from './memory-notices.ts';
import { memoryIdempotencyStore, memoryOrders, memoryOrderStore } from './memory-order-store.ts';
import { type ChargeScript, memoryPaymentLedger, scriptedGateway } from './memory-payments.ts';
import { memoryStock, memoryStockStore } from './memory-stock-store.ts';
import { memoryWorkflow } from './memory-workflow.ts';

/** Everything a use case may ask for, in memory, at a clock that stands still. */
export function memoryWorld(options: { levels?: readonly StockLevel[]; charges?: ChargeScript[] } = {}) {
  const orders = memoryOrders();
  const stock = memoryStock(options.levels);
  return {
    state: { ...orders, ...stock },
    clock: { now: () => Date.parse('2026-01-15T10:30:00.000Z') } satisfies Clock,
    orders: memoryOrderStore(orders),
    idempotency: memoryIdempotencyStore(orders),
    stock: memoryStockStore(orders, stock),
    ledger: memoryPaymentLedger(),
    gateway: scriptedGateway(options.charges),
    workflow: memoryWorkflow(),
    notices: memoryNotices(),
  };
}

const dollars = currencyFrom('USD');
if (dollars === undefined) throw new TypeError('USD is a currency');
export const usd = (minor: number) => money(minor, dollars);

export const runA = runIdFrom('run-a');
export const runB = runIdFrom('run-b');
export const bookId = productIdFrom('BOOK');
export const penId = productIdFrom('PEN');

export const bookLevel = (available: number): StockLevel => ({ productId: bookId, available, reserved: 0 });

/** Two books for 59.98 from CUST-1. */
export const pendingOrder = (orderId: OrderId = orderIdFrom('order-1')): PendingOrder => ({
  orderId,
  createdAt: timestampFrom('2026-01-15T10:29:59.000Z'),
  customerId: customerIdFrom('CUST-1'),
  items: [{ productId: bookId, quantity: 2, price: usd(2999) }],
  total: usd(5998),
  paymentToken: 'tok_visa',
  traceHeader: '',
  status: 'PENDING',
  updatedAt: timestampFrom('2026-01-15T10:29:59.000Z'),
  version: 1,
  requeues: 0,
});
