import { BatchGetCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { DependencyUnavailableError } from '../../core/kernel/faults.ts';
import { reading } from '../sdk-faults.ts';
import { sleep } from '../system/sleep.ts';

/** Milliseconds before each further request for keys that were left unread. */
const pauses = [25, 50, 100, 200, 400];

/**
 * The rows under up to 100 keys, read consistently; keys without a row are left out, and the order is any. A table that is
 * busy, or an answer that would be too large, leaves keys for another request.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html
 *
 * @throws DependencyUnavailableError when the table goes on leaving keys unread
 */
export async function batchGet(
  client: DynamoDBDocumentClient,
  table: string,
  keys: readonly Record<string, unknown>[],
): Promise<readonly Record<string, unknown>[]> {
  if (keys.length === 0) return [];
  const rows: Record<string, unknown>[] = [];
  let pending = [...keys];
  for (const pause of [0, ...pauses]) {
    if (pause > 0) await sleep(pause);
    const request = { RequestItems: { [table]: { Keys: pending, ConsistentRead: true } } };
    const { Responses, UnprocessedKeys } = await reading(client.send(new BatchGetCommand(request)));
    rows.push(...(Responses?.[table] ?? []));
    pending = UnprocessedKeys?.[table]?.Keys ?? [];
    if (pending.length === 0) return rows;
  }
  throw new DependencyUnavailableError('the table left keys unread');
}
