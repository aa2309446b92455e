import * as z from 'zod';
import { documentClient } from '../../adapters/aws-clients.ts';
import { dynamodbOrderStore } from '../../adapters/dynamodb/dynamodb-order-store.ts';
import { dynamodbPaymentLedger } from '../../adapters/dynamodb/dynamodb-payment-ledger.ts';
import { dynamodbStockStore } from '../../adapters/dynamodb/dynamodb-stock-store.ts';
import { systemClock } from '../../adapters/system/system-clock.ts';
import { reportStockNotReturned } from '../telemetry/stock-not-returned.ts';
import { telemetry } from '../telemetry/telemetry.ts';

const environmentSchema = z.object({
  ORDERS_TABLE: z.string().min(1),
  INVENTORY_TABLE: z.string().min(1),
  RESERVATIONS_TABLE: z.string().min(1),
  PAYMENTS_TABLE: z.string().min(1),
});

/** Everything that fail-order needs, built once per execution environment. */
export function compose() {
  const environment = environmentSchema.parse(process.env);
  const client = documentClient();
  const watch = telemetry();
  return {
    ...watch,
    clock: systemClock,
    orders: dynamodbOrderStore(client, { orders: environment.ORDERS_TABLE }),
    stock: dynamodbStockStore(
      client,
      {
        orders: environment.ORDERS_TABLE,
        inventory: environment.INVENTORY_TABLE,
        reservations: environment.RESERVATIONS_TABLE,
      },
      reportStockNotReturned(watch),
    ),
    ledger: dynamodbPaymentLedger(client, environment.PAYMENTS_TABLE),
  };
}
