import type { Timestamp } from '../kernel/clock.ts';
import { type Currency, currencyFrom } from '../kernel/currency.ts';
import type { OrderId, ProductId } from '../kernel/ids.ts';
import { add, minorUnitsOf, type Money, money, times, zero } from '../kernel/money.ts';
import type { OrderFacts, OrderLine, PendingOrder } from './order.ts';

/** What a customer asks for, with texts checked at the edge and money still as it was written. */
export interface OrderDraft {
  readonly customer: Pick<OrderFacts, CustomerField>;
  readonly items: readonly DraftLine[];
  readonly currency: string;
}

/** What is taken over as it was given. */
type CustomerField =
  'customerId' | 'customerEmail' | 'customerPhone' | 'shippingAddress' | 'metadata' | 'paymentToken';

export interface DraftLine {
  readonly productId: ProductId;
  readonly quantity: number;
  readonly price: number;
}

export interface Issue {
  /** Where in the request: `items[0].price`. */
  readonly path: string;
  readonly message: string;
}

export interface OrderIdentity {
  readonly orderId: OrderId;
  readonly createdAt: Timestamp;
  readonly traceHeader: string;
}

export const orderLimits = {
  lines: 50,
  quantity: 1_000,
  /** One unit costs at least a cent and at most a million. */
  priceMinor: { min: 1, max: 100_000_000 },
  totalMinor: 999_999_999_999,
} as const;

/** Turns a draft into an order, or says everything that is wrong with it. */
export function draftOrder(draft: OrderDraft, identity: OrderIdentity): PendingOrder | readonly Issue[] {
  const currency = currencyFrom(draft.currency);
  if (currency === undefined) {
    return [{ path: 'currency', message: 'must be a supported ISO 4217 currency with two decimals' }];
  }
  const issues = [...countIssues(draft.items), ...draft.items.flatMap(lineIssues)];
  if (issues.length > 0) return issues;
  const items = draft.items.map((line) => orderLine(line, currency));
  const total = totalOf(items, currency);
  if (total.minor > orderLimits.totalMinor) {
    return [{ path: 'items', message: 'must total at most 9999999999.99' }];
  }
  return {
    ...identity,
    ...draft.customer,
    items,
    total,
    status: 'PENDING',
    updatedAt: identity.createdAt,
    version: 1,
    requeues: 0,
  };
}

/** The sum of quantity × price, exactly. */
export const totalOf = (items: readonly OrderLine[], currency: Currency): Money =>
  items.reduce((sum, line) => add(sum, times(line.price, line.quantity)), zero(currency));

function countIssues(items: readonly DraftLine[]): Issue[] {
  if (items.length >= 1 && items.length <= orderLimits.lines) return [];
  return [{ path: 'items', message: `must have 1 to ${String(orderLimits.lines)} lines` }];
}

function lineIssues(line: DraftLine, index: number): Issue[] {
  const issues: Issue[] = [];
  const { quantity, price } = line;
  if (!Number.isInteger(quantity) || quantity < 1 || quantity > orderLimits.quantity) {
    issues.push({
      path: `items[${String(index)}].quantity`,
      message: 'must be a whole number from 1 to 1000',
    });
  }
  const minor = minorUnitsOf(price);
  const { min, max } = orderLimits.priceMinor;
  if (minor === undefined || minor < min || minor > max) {
    const message = 'must be from 0.01 to 1000000 with at most two decimals';
    issues.push({ path: `items[${String(index)}].price`, message });
  }
  return issues;
}

function orderLine(line: DraftLine, currency: Currency): OrderLine {
  // lineIssues has refused every price without exact minor units.
  return { ...line, price: money(minorUnitsOf(line.price) ?? 0, currency) };
}
