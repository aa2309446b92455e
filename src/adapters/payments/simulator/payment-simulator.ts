import {
  PaymentOutcomeUnknownError,
  PaymentUnavailableError,
} from '../../../core/payments/payment-faults.ts';
import type { PaymentId } from '../../../core/kernel/ids.ts';
import type {
  ChargeOutcome,
  ChargeRequest,
  PaymentGateway,
  ProviderState,
  RefundOutcome,
} from '../../../core/ports/payment-gateway.ts';
import {
  DependencyUnavailableError,
  OutcomeUnknownError,
  WriteConflictError,
} from '../../../core/kernel/faults.ts';
import { untilSaved } from '../../../core/kernel/until-saved.ts';
import { amountAttributes } from '../../dynamodb/payment-entry-item.ts';
import type { ProviderAccount } from './provider-entry.ts';
import type { NewRow, ProviderTable } from './provider-table.ts';
import { behaviourOf, type ChargeAct } from './token-behaviour.ts';

export interface PaymentSimulatorDeps {
  readonly ledger: ProviderTable;
  /** Waits as long as a provider would take to answer. */
  readonly latency: () => Promise<void>;
}

/**
 * A {@link PaymentGateway} that behaves like a provider with idempotency keys: the first outcome under a key is final
 * and given again, a void refuses whatever comes later. Deterministic: the payment token picks the behaviour.
 */
export const paymentSimulator = (deps: PaymentSimulatorDeps): PaymentGateway => ({
  charge: (request) => answering(deps, () => untilSaved(() => charge(deps.ledger, request))),
  refund: (paymentId) => answering(deps, () => untilSaved(() => refund(deps.ledger, paymentId))),
  lookup: (paymentId) => answering(deps, async () => stateOf(paymentId, await deps.ledger.read(paymentId))),
});

/** Callers see a provider, not a table: its troubles arrive as a provider's. */
async function answering<Answer>(deps: PaymentSimulatorDeps, act: () => Promise<Answer>): Promise<Answer> {
  await deps.latency();
  try {
    return await act();
  } catch (error) {
    if (error instanceof OutcomeUnknownError)
      throw new PaymentOutcomeUnknownError(error.message, { cause: error });
    if (error instanceof DependencyUnavailableError || error instanceof WriteConflictError) {
      throw new PaymentUnavailableError(error.message, { cause: error });
    }
    throw error;
  }
}

function stateOf(paymentId: PaymentId, account: ProviderAccount): ProviderState {
  if (account.isVoid) return { kind: 'voided' };
  if (account.charge !== undefined) return { kind: 'captured', paymentId, amount: account.charge.amount };
  return account.decline === undefined ? { kind: 'none' } : { kind: 'declined', code: account.decline };
}

async function charge(ledger: ProviderTable, request: ChargeRequest): Promise<ChargeOutcome | 'lost-race'> {
  const { paymentId, paymentToken } = request;
  const account = await ledger.read(paymentId);
  const state = stateOf(paymentId, account);
  if (state.kind !== 'none') return state;
  const behaviour = behaviourOf(paymentToken);
  const attempt = account.chargeAttempts + 1;
  if (behaviour.countsAttempts) {
    const noted = await ledger.add(paymentId, [
      { entryId: `charge-attempt-${String(attempt)}`, kind: 'CHARGE_ATTEMPT' },
    ]);
    if (noted === 'refused') return 'lost-race';
  }
  return perform(ledger, request, behaviour.charge(attempt));
}

async function perform(
  ledger: ProviderTable,
  request: ChargeRequest,
  act: ChargeAct,
): Promise<ChargeOutcome | 'lost-race'> {
  const { paymentId, amount, paymentToken: token } = request;
  switch (act.kind) {
    case 'be-unavailable':
      throw new PaymentUnavailableError('the simulated provider is unavailable');
    case 'time-out':
      throw new PaymentOutcomeUnknownError('the simulated provider did not answer');
    case 'decline': {
      const added = await ledger.add(
        paymentId,
        [{ entryId: 'decline', kind: 'DECLINE', code: act.code }],
        ['void'],
      );
      return added === 'added' ? { kind: 'declined', code: act.code } : 'lost-race';
    }
    case 'capture':
    case 'capture-and-time-out': {
      const row: NewRow = { entryId: 'charge', kind: 'CHARGE', ...amountAttributes(amount), token };
      if ((await ledger.add(paymentId, [row], ['void'])) === 'refused') return 'lost-race';
      if (act.kind === 'capture') return { kind: 'captured', paymentId, amount };
      throw new PaymentOutcomeUnknownError('the simulated provider captured, but did not answer');
    }
  }
}

async function refund(ledger: ProviderTable, paymentId: PaymentId): Promise<RefundOutcome | 'lost-race'> {
  const account = await ledger.read(paymentId);
  const { charge: captured } = account;
  if (account.isVoid) return givenBack(account);
  if (captured === undefined) {
    const added = await ledger.add(paymentId, [tombstone], ['charge']);
    return added === 'added' ? {} : 'lost-race';
  }
  await refuseIfTold(ledger, paymentId, account);
  const row: NewRow = { entryId: 'refund', kind: 'REFUND', ...amountAttributes(captured.amount) };
  const added = await ledger.add(paymentId, [tombstone, row]);
  return added === 'added' ? { captured: captured.amount, refunded: captured.amount } : 'lost-race';
}

async function refuseIfTold(
  ledger: ProviderTable,
  paymentId: PaymentId,
  account: ProviderAccount,
): Promise<void> {
  const attempt = account.refundAttempts + 1;
  if (behaviourOf(account.charge?.token ?? '').isRefundRefused?.(attempt) !== true) return;
  await ledger.add(paymentId, [{ entryId: `refund-attempt-${String(attempt)}`, kind: 'REFUND_ATTEMPT' }]);
  throw new PaymentUnavailableError('the simulated provider refuses the first refund');
}

const tombstone = { entryId: 'void', kind: 'VOID' } as const;

const givenBack = ({ charge: captured, refund: refunded }: ProviderAccount): RefundOutcome => ({
  ...(captured !== undefined && { captured: captured.amount }),
  ...(refunded !== undefined && { refunded }),
});
