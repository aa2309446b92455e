import { AwsError } from '../../kernel/errors.ts';
import { validation } from '../errors.ts';
import type { WriteRequest } from '../request/write-request.ts';
import type { Room } from '../room.ts';
import { hasRepeats } from '../table/item-key.ts';
import type { Touched } from '../table/item-key.ts';
import { itemSize } from '../values/size.ts';
import { placeWrite, planWrite } from './plan-write.ts';

/** Why one action of a transaction failed; `None` for those that did not. */
export interface CancellationReason {
  readonly Code: string;
  readonly Message?: string;
  readonly Item?: unknown;
}

const largestTransaction = 4 * 1_048_576;

/**
 * Plans all actions of a transaction or none: conditions are checked on the items as they are.
 * @throws AwsError TransactionCanceledException with a reason for each action
 */
export function planTransaction(room: Room, requests: readonly WriteRequest[]) {
  const total = requests.reduce((sum, { subject }) => sum + itemSize(subject), 0);
  if (total > largestTransaction) {
    throw validation('Transaction request cannot exceed 4 MB in total item size');
  }
  const placed = attemptAll(requests, (request) => placeWrite(room, request));
  refuseRepeated(placed);
  return attemptAll(placed, (write) => planWrite(room, write));
}

/** Does `work` for every action; if it fails for one, the whole transaction is cancelled with all reasons. */
export function attemptAll<Action, Result>(
  actions: readonly Action[],
  work: (action: Action) => Result,
): readonly Result[] {
  const results: Result[] = [];
  const reasons = actions.map((action): CancellationReason => {
    try {
      results.push(work(action));
      return { Code: 'None' };
    } catch (thrown) {
      return reasonOf(thrown);
    }
  });
  if (reasons.some(({ Code }) => Code !== 'None')) throw cancelled(reasons);
  return results;
}

/** Refuses a transaction that touches one item twice. */
export function refuseRepeated(touched: readonly Touched[]): void {
  if (!hasRepeats(touched)) return;
  throw validation('Transaction request cannot include multiple operations on one item');
}

function reasonOf(thrown: unknown): CancellationReason {
  if (!(thrown instanceof AwsError)) throw thrown;
  switch (thrown.code) {
    case 'ConditionalCheckFailedException':
      return { Code: 'ConditionalCheckFailed', Message: thrown.message, ...thrown.details };
    case 'ValidationException':
      return { Code: 'ValidationError', Message: thrown.message };
    default:
      throw thrown;
  }
}

function cancelled(reasons: readonly CancellationReason[]): AwsError {
  const codes = reasons.map(({ Code }) => Code).join(', ');
  return new AwsError(
    'TransactionCanceledException',
    `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`,
    { details: { CancellationReasons: reasons } },
  );
}
