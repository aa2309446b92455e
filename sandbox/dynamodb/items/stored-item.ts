import type { StoredKey } from '../table/item-key.ts';
import type { Table } from '../table/table.ts';
import type { Item } from '../values/attribute-value.ts';

/** The columns that make a stored item. */
export interface ItemRow {
  readonly json: string;
  /** Bytes by AWS's sizing rules. */
  readonly size: number;
}

/** An item as the store gives it: its text, and its attributes once somebody asks. */
export class StoredItem implements ItemRow {
  readonly json: string;
  readonly size: number;
  #item: Item | undefined;

  constructor({ json, size }: ItemRow, item?: Item) {
    this.json = json;
    this.size = size;
    this.#item = item;
  }

  get item(): Item {
    // Only validated items are ever stored.
    this.#item ??= JSON.parse(this.json) as Item;
    return this.#item;
  }
}

/** A change of one item: `after` is undefined for a deletion. */
export interface StoredChange {
  readonly table: Table;
  readonly key: StoredKey;
  readonly before: StoredItem | undefined;
  readonly after: StoredItem | undefined;
  /** The service that changes the item by itself: TTL. */
  readonly servicePrincipal?: string;
}
