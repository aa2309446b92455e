import * as z from 'zod';
import { documentClient } from '../../adapters/aws-clients.ts';
import { dynamodbOrderStore } from '../../adapters/dynamodb/dynamodb-order-store.ts';
import { dynamodbPaymentLedger } from '../../adapters/dynamodb/dynamodb-payment-ledger.ts';
import { simulatedGateway } from '../../adapters/payments/simulator/simulated-gateway.ts';
import { systemClock } from '../../adapters/system/system-clock.ts';
import { telemetry } from '../telemetry/telemetry.ts';

const environmentSchema = z.object({
  ORDERS_TABLE: z.string().min(1),
  PAYMENTS_TABLE: z.string().min(1),
  SIMULATED_PROVIDER_TABLE: z.string().min(1),
  PAYMENT_LATENCY_MS: z.coerce.number().int().min(0),
});

/** Everything that process-payment needs, built once per execution environment. */
export function compose() {
  const environment = environmentSchema.parse(process.env);
  const client = documentClient();
  return {
    ...telemetry(),
    clock: systemClock,
    orders: dynamodbOrderStore(client, { orders: environment.ORDERS_TABLE }),
    ledger: dynamodbPaymentLedger(client, environment.PAYMENTS_TABLE),
    gateway: simulatedGateway({
      client,
      clock: systemClock,
      table: environment.SIMULATED_PROVIDER_TABLE,
      latencyMs: environment.PAYMENT_LATENCY_MS,
    }),
  };
}
