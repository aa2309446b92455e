import { Fault } from '../kernel/faults.ts';

/** The provider did not take the request: nothing was charged or given back by it. */
export class PaymentUnavailableError extends Fault {
  override readonly name = 'PaymentUnavailable';
  readonly retry = 'retry';
}

/** The provider's answer is lost or makes no sense: money may have moved. Look it up by key. */
export class PaymentOutcomeUnknownError extends Fault {
  override readonly name = 'PaymentOutcomeUnknown';
  readonly retry = 'retry';
}

/** An order may not be failed or completed while its ledger says otherwise. */
export class PaymentUnsettledError extends Fault {
  override readonly name = 'PaymentUnsettled';
  readonly retry = 'retry';
}
