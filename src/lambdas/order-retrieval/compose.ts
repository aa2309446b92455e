import * as z from 'zod';
import { documentClient } from '../../adapters/aws-clients.ts';
import { dynamodbOrderStore } from '../../adapters/dynamodb/dynamodb-order-store.ts';
import { reportUnreadable } from '../telemetry/report-unreadable.ts';
import { telemetry } from '../telemetry/telemetry.ts';

const environmentSchema = z.object({
  ORDERS_TABLE: z.string().min(1),
  CORS_ALLOW_ORIGIN: z.string().min(1),
});

/** Everything that order-retrieval needs, built once per execution environment. */
export function compose() {
  const environment = environmentSchema.parse(process.env);
  const watch = telemetry();
  return {
    ...watch,
    corsAllowOrigin: environment.CORS_ALLOW_ORIGIN,
    orders: dynamodbOrderStore(documentClient(), {
      orders: environment.ORDERS_TABLE,
      report: reportUnreadable(watch),
    }),
  };
}
