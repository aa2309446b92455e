import type { PaymentGateway } from '../../../core/ports/payment-gateway.ts';
import { sleep } from '../../system/sleep.ts';
import { paymentSimulator } from './payment-simulator.ts';
import { providerTable, type ProviderTableDeps } from './provider-table.ts';

export interface SimulatedGatewayDeps extends ProviderTableDeps {
  /** How long the provider takes to answer, in milliseconds. */
  readonly latencyMs: number;
}

/** The payment simulator on its own table, as slow as it is told to be. */
export const simulatedGateway = ({ latencyMs, ...table }: SimulatedGatewayDeps): PaymentGateway =>
  paymentSimulator({
    ledger: providerTable(table),
    latency: async () => {
      if (latencyMs > 0) await sleep(latencyMs);
    },
  });
