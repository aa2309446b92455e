import * as z from 'zod';
import { documentClient } from '../../adapters/aws-clients.ts';
import { dynamodbOrderStore } from '../../adapters/dynamodb/dynamodb-order-store.ts';
import { telemetry } from '../telemetry/telemetry.ts';

const environmentSchema = z.object({
  ORDERS_TABLE: z.string().min(1),
  CORS_ALLOW_ORIGIN: z.string().min(1),
});

/** Everything that order-retrieval needs, built once per execution environment. */
export function compose() {
  const environment = environmentSchema.parse(process.env);
  return {
    ...telemetry(),
    corsAllowOrigin: environment.CORS_ALLOW_ORIGIN,
    orders: dynamodbOrderStore(documentClient(), { orders: environment.ORDERS_TABLE }),
  };
}
