import { Fault } from '../kernel/faults.ts';

/** A stock row no longer has the units that an order holds: it was deleted or overwritten by hand. */
export class StockRowChangedError extends Fault {
  override readonly name = 'StockRowChanged';
  readonly retry = 'never';
}
