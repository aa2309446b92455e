import { expect, test } from 'vitest';
import { currencyFrom } from '../kernel/currency.ts';
import { money } from '../kernel/money.ts';
import { failOrder } from '../orders/fail-order.ts';
import { fenceOrder } from '../orders/fence-order.ts';
import { validateOrder } from '../orders/validate-order.ts';
import type { ChargeOutcome, PaymentGateway } from '../ports/payment-gateway.ts';
import { memoryWorld, pendingOrder, runA, usd } from '../testing/memory-world.ts';
import { PaymentOutcomeUnknownError } from './payment-faults.ts';
import { processPayment } from './process-payment.ts';
import { refundPayment } from './refund-payment.ts';

const order = pendingOrder();
const euros = currencyFrom('EUR');
if (euros === undefined) throw new TypeError('EUR is a currency');
const right = { kind: 'captured', paymentId: order.orderId, amount: order.total } as const;

test.each<[string, ChargeOutcome]>([
  ['a cent more', { ...right, amount: usd(order.total.minor + 1) }],
  ['a cent less', { ...right, amount: usd(order.total.minor - 1) }],
  ['another currency', { ...right, amount: money(order.total.minor, euros) }],
  ['the key of another order', { ...right, paymentId: 'order-2' }],
])(
  'a provider that answers with %s is not believed, and what it took is given back (F48)',
  async (_, said) => {
    const world = memoryWorld();
    await world.orders.place(order);
    await validateOrder(world, order, runA);
    const given: string[] = [];
    const gateway: PaymentGateway = {
      charge: () => Promise.resolve(said),
      lookup: () => Promise.resolve(said),
      refund: (paymentId) => {
        given.push(paymentId);
        return Promise.resolve(
          said.kind === 'captured' ? { captured: said.amount, refunded: said.amount } : {},
        );
      },
    };
    const deps = { ...world, gateway };
    await expect(processPayment(deps, order, runA)).rejects.toThrow(PaymentOutcomeUnknownError);
    await fenceOrder(world, { ...order, runId: runA, reason: 'PaymentOutcomeUnknown' });
    expect(await refundPayment(deps, order, runA)).toEqual({ kind: 'refunded' });
    expect(given).toEqual([order.orderId]);
    expect(await failOrder(world, order, runA)).toMatchObject({ kind: 'failed' });
    expect(await world.orders.get(order)).toMatchObject({
      status: 'FAILED',
      payment: { status: 'REFUNDED' },
    });
  },
);
