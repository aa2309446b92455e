import { parseItem } from '../values/attribute-value.ts';
import type { Item } from '../values/attribute-value.ts';

/** An item as the store gives it: its text, and its attributes once somebody asks. */
export class StoredItem {
  readonly id: number;
  readonly json: string;
  /** Bytes by AWS's sizing rules. */
  readonly size: number;
  #item: Item | undefined;

  constructor(row: { readonly id: number; readonly json: string; readonly size: number }, item?: Item) {
    this.id = row.id;
    this.json = row.json;
    this.size = row.size;
    this.#item = item;
  }

  get item(): Item {
    this.#item ??= parseItem(this.json);
    return this.#item;
  }
}
