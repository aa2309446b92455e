import * as z from 'zod';
import { documentClient } from '../../adapters/aws-clients.ts';
import { dynamodbIdempotencyStore } from '../../adapters/dynamodb/dynamodb-idempotency-store.ts';
import { dynamodbOrderStore } from '../../adapters/dynamodb/dynamodb-order-store.ts';
import { randomIds } from '../../adapters/system/random-ids.ts';
import { systemClock } from '../../adapters/system/system-clock.ts';
import { telemetry } from '../telemetry/telemetry.ts';

const environmentSchema = z.object({
  ORDERS_TABLE: z.string().min(1),
  IDEMPOTENCY_TABLE: z.string().min(1),
  CORS_ALLOW_ORIGIN: z.string().min(1),
});

/** Everything that order-creation needs, built once per execution environment. */
export function compose() {
  const environment = environmentSchema.parse(process.env);
  const client = documentClient();
  const tables = { orders: environment.ORDERS_TABLE, idempotency: environment.IDEMPOTENCY_TABLE };
  return {
    ...telemetry(),
    corsAllowOrigin: environment.CORS_ALLOW_ORIGIN,
    clock: systemClock,
    ids: randomIds,
    orders: dynamodbOrderStore(client, tables),
    idempotency: dynamodbIdempotencyStore(client, tables.idempotency),
    traceHeader: currentTraceHeader,
  };
}

export type OrderCreationDeps = ReturnType<typeof compose>;

/** Lambda puts the trace of the invocation here; empty when there is none that StartExecution would take. */
function currentTraceHeader(): string {
  const header = process.env['_X_AMZN_TRACE_ID'] ?? '';
  return /^Root=1-[0-9a-f]{8}-[0-9a-f]{24}(;[A-Za-z]+=[\w:.-]*)*$/.test(header) && header.length <= 256
    ? header
    : '';
}
