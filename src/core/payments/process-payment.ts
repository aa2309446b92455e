import { type Clock, timestampAt } from '../kernel/clock.ts';
import { type OrderKey, paymentIdOf, type RunId } from '../kernel/ids.ts';
import { isSameMoney } from '../kernel/money.ts';
import { untilSaved } from '../kernel/until-saved.ts';
import { isRefusal, type OwnedOrder, requireUnfenced, type RunRefusal } from '../orders/run-ownership.ts';
import type { OrderStore } from '../ports/order-store.ts';
import type { ChargeOutcome, PaymentGateway } from '../ports/payment-gateway.ts';
import type { PaymentLedger } from '../ports/payment-ledger.ts';
import type { DeclineCode, LedgerEntry } from './ledger-entry.ts';
import { declineOf, entryOf } from './ledger-rules.ts';
import { PaymentOutcomeUnknownError } from './payment-faults.ts';

export interface ProcessPaymentDeps {
  readonly clock: Clock;
  readonly orders: OrderStore;
  readonly ledger: PaymentLedger;
  readonly gateway: PaymentGateway;
}

export type ProcessPaymentOutcome =
  /** `isNew` is false when an earlier attempt had recorded the charge. */
  | { readonly kind: 'captured'; readonly isNew: boolean }
  | { readonly kind: 'payment-declined'; readonly code: DeclineCode }
  | RunRefusal;

/**
 * Charges the order's total under its one key. However often it runs, the provider captures at most once; an answer
 * that was lost or makes no sense is looked up by key and never believed.
 *
 * @throws PaymentUnavailableError when nothing was charged and trying again may help
 * @throws PaymentOutcomeUnknownError when the provider cannot say what happened
 */
export async function processPayment(
  deps: ProcessPaymentDeps,
  key: OrderKey,
  runId: RunId,
): Promise<ProcessPaymentOutcome> {
  const order = requireUnfenced(await deps.orders.get(key), runId);
  if (isRefusal(order)) return order;
  // The provider gives the first outcome under a key again, so an attempt that had succeeded needs no look at the ledger.
  return record(deps, order, await charge(deps, order));
}

async function recordedOutcome(
  deps: ProcessPaymentDeps,
  order: OwnedOrder,
): Promise<ProcessPaymentOutcome | undefined> {
  const entries = await deps.ledger.entries(paymentIdOf(order.orderId));
  const code = declineOf(entries);
  if (code !== undefined) return { kind: 'payment-declined', code };
  if (entryOf(entries, 'void') !== undefined) return { kind: 'order-fenced' };
  return entryOf(entries, 'charge') === undefined ? undefined : { kind: 'captured', isNew: false };
}

async function charge(deps: ProcessPaymentDeps, order: OwnedOrder): Promise<ChargeOutcome> {
  const paymentId = paymentIdOf(order.orderId);
  const request = { paymentId, amount: order.total, paymentToken: order.paymentToken };
  try {
    return believable(await deps.gateway.charge(request), order);
  } catch (error) {
    if (!(error instanceof PaymentOutcomeUnknownError)) throw error;
    const state = await deps.gateway.lookup(paymentId);
    if (state.kind === 'none') throw error;
    return believable(state, order);
  }
}

/** A capture of another amount, currency or key than was asked for is no answer. The fence's refund will void it. */
function believable(outcome: ChargeOutcome, order: OwnedOrder): ChargeOutcome {
  if (outcome.kind !== 'captured') return outcome;
  if (outcome.paymentId === paymentIdOf(order.orderId) && isSameMoney(outcome.amount, order.total))
    return outcome;
  throw new PaymentOutcomeUnknownError('the provider answered about another payment');
}

const record = (deps: ProcessPaymentDeps, order: OwnedOrder, outcome: ChargeOutcome) =>
  untilSaved(async (): Promise<ProcessPaymentOutcome | 'lost-race'> => {
    if (outcome.kind === 'voided') return { kind: 'order-fenced' };
    const appended = await deps.ledger.append(paymentIdOf(order.orderId), [
      entryFor(outcome, order, deps.clock),
    ]);
    if (appended === 'conflict') return (await recordedOutcome(deps, order)) ?? 'lost-race';
    return outcome.kind === 'captured'
      ? { kind: 'captured', isNew: true }
      : { kind: 'payment-declined', code: outcome.code };
  });

function entryFor(
  outcome: Extract<ChargeOutcome, { kind: 'captured' | 'declined' }>,
  order: OwnedOrder,
  clock: Clock,
): LedgerEntry {
  const at = timestampAt(clock.now());
  return outcome.kind === 'captured'
    ? { kind: 'charge', amount: order.total, at }
    : { kind: 'decline', code: outcome.code, at };
}
