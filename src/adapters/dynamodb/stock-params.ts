import type { HeldLine, Reservation } from '../../core/inventory/reservation.ts';
import { stockDelta, type StockMove } from '../../core/inventory/stock-rules.ts';
import { ImpossibleStateError } from '../../core/kernel/faults.ts';
import type { CommitStep, HoldStep, ReleaseStep } from '../../core/ports/stock-store.ts';
import { openOrderCheck, saveParams, type TransactItem } from './order-params.ts';
import { reservationItem } from './reservation-item.ts';

export interface StockTables {
  readonly orders: string;
  readonly inventory: string;
  readonly reservations: string;
}

/** The order is still open and unfenced, nothing was reserved for it, every tracked line fits. */
export const holdItems = (tables: StockTables, { order, reservation }: HoldStep): readonly TransactItem[] => [
  openOrderCheck(tables.orders, order),
  reservationPut(tables.reservations, undefined, reservation),
  ...stockMoves(tables.inventory, 'hold', reservation.lines),
];

/** How many items of each transaction stand before those of the stock rows. */
export const itemsBeforeStock = 2;

/** The hold becomes a sale and the order COMPLETED. */
export const commitItems = (tables: StockTables, step: CommitStep): readonly TransactItem[] => [
  { Put: saveParams(tables.orders, step.before, step.after) },
  reservationPut(tables.reservations, step.held, step.committed),
  ...stockMoves(tables.inventory, 'commit', step.held.lines),
];

/** The hold, if any, goes back and the order is FAILED. `lines` are those whose stock rows take their units back. */
export function releaseItems(
  tables: StockTables,
  step: ReleaseStep,
  lines: readonly HeldLine[],
): readonly TransactItem[] {
  if (step.held !== undefined && step.held.state !== 'HELD') {
    throw new ImpossibleStateError(`a ${step.held.state} reservation cannot be released`);
  }
  return [
    { Put: saveParams(tables.orders, step.before, step.after) },
    reservationPut(tables.reservations, step.held, step.released),
    ...stockMoves(tables.inventory, 'release', lines),
  ];
}

function reservationPut(table: string, before: Reservation | undefined, after: Reservation): TransactItem {
  const put = { TableName: table, Item: reservationItem(after) };
  if (before === undefined) return { Put: { ...put, ConditionExpression: 'attribute_not_exists(orderId)' } };
  return {
    Put: {
      ...put,
      ConditionExpression: '#state = :state',
      ExpressionAttributeNames: { '#state': 'state' },
      ExpressionAttributeValues: { ':state': before.state },
    },
  };
}

function stockMoves(table: string, move: StockMove, lines: readonly HeldLine[]): readonly TransactItem[] {
  return lines.flatMap((line): readonly TransactItem[] => {
    if (line.tracked) return [trackedMove(table, move, line)];
    return move === 'hold' ? [stillUntracked(table, line)] : [];
  });
}

/** Neither count may fall below zero; a row that has vanished refuses as well. */
function trackedMove(table: string, move: StockMove, { productId, quantity }: HeldLine): TransactItem {
  const delta = stockDelta(move, quantity);
  const conditions = [
    ...(delta.available < 0 ? ['available >= :quantity'] : []),
    ...(delta.reserved < 0 ? ['reserved >= :quantity'] : []),
  ];
  return {
    Update: {
      TableName: table,
      Key: { productId },
      UpdateExpression: 'ADD available :available, reserved :reserved',
      ConditionExpression: conditions.join(' AND '),
      ExpressionAttributeValues: {
        ':available': delta.available,
        ':reserved': delta.reserved,
        ':quantity': quantity,
      },
    },
  };
}

/** A product that has become tracked since it was looked up must be looked up again. */
const stillUntracked = (table: string, { productId }: HeldLine): TransactItem => ({
  ConditionCheck: {
    TableName: table,
    Key: { productId },
    ConditionExpression: 'attribute_not_exists(productId)',
  },
});
