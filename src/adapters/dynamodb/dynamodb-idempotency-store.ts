import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { CorruptRecordError } from '../../core/kernel/faults.ts';
import type { IdempotencyRecord, IdempotencyStore } from '../../core/ports/idempotency-store.ts';
import { reading } from '../sdk-faults.ts';

/** {@link IdempotencyStore} on the idempotency table. */
export const dynamodbIdempotencyStore = (
  client: DynamoDBDocumentClient,
  table: string,
): IdempotencyStore => ({
  async find(id) {
    const answer = await reading(
      client.send(new GetCommand({ TableName: table, Key: { id }, ConsistentRead: true })),
    );
    return answer.Item && recordFromItem(answer.Item);
  },
});

function recordFromItem(item: Record<string, unknown>): IdempotencyRecord {
  const parsed = storedRecordSchema.safeParse(item);
  if (parsed.success) return parsed.data;
  throw new CorruptRecordError('a stored idempotency record is not readable', { cause: parsed.error });
}

const storedRecordSchema = z.object({
  id: z.string(),
  requestHash: z.string(),
  response: z.object({ statusCode: z.int(), body: z.string(), headers: z.record(z.string(), z.string()) }),
  storedAt: z.int(),
  expiresAt: z.int(),
});
