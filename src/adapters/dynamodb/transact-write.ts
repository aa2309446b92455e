import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { DependencyUnavailableError, WriteConflictError } from '../../core/kernel/faults.ts';
import { writing } from '../sdk-faults.ts';
import type { TransactItem } from './order-params.ts';

/** `refused` names, by position, the items whose condition did not hold. */
export type TransactOutcome =
  { readonly kind: 'written' } | { readonly kind: 'refused'; readonly items: readonly number[] };

/**
 * All items or none.
 *
 * @throws WriteConflictError when another transaction was busy with the same rows, so no condition was judged
 * @throws DependencyUnavailableError when the table throttled
 */
export async function transactWrite(
  client: DynamoDBDocumentClient,
  items: readonly TransactItem[],
): Promise<TransactOutcome> {
  try {
    await writing(client.send(new TransactWriteCommand({ TransactItems: [...items] })));
    return { kind: 'written' };
  } catch (error) {
    if (!(error instanceof TransactionCanceledException)) throw error;
    const codes = (error.CancellationReasons ?? []).map((reason) => reason.Code);
    const refused = codes.flatMap((code, index) => (code === 'ConditionalCheckFailed' ? [index] : []));
    if (refused.length > 0) return { kind: 'refused', items: refused };
    if (codes.includes('TransactionConflict'))
      throw new WriteConflictError('the rows were busy', { cause: error });
    if (codes.some(isThrottle)) throw new DependencyUnavailableError('the table throttled', { cause: error });
    throw error;
  }
}

const isThrottle = (code: string | undefined): boolean =>
  code === 'ThrottlingError' || code === 'ProvisionedThroughputExceeded';
