import { isObject } from '../../kernel/json.ts';
import { JsonText } from '../../kernel/json-text.ts';
import type { Projection } from '../expression/projection.ts';
import type { StoredItem } from '../items/stored-item.ts';

/** An answer as text: what is JSON text already goes in as it is, what is undefined is left out. */
export function answer(members: Readonly<Record<string, unknown>>): JsonText {
  return new JsonText(textOf(members));
}

/** The wanted part of an item: its stored text where all of it is wanted. */
export function itemText(stored: StoredItem, projection?: Projection): JsonText {
  return new JsonText(projection === undefined ? stored.json : JSON.stringify(projection.cut(stored.item)));
}

function textOf(value: unknown): string {
  if (value instanceof JsonText) return value.text;
  if (Array.isArray(value)) return `[${value.map(textOf).join(',')}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const given = Object.entries(value).filter(([, member]) => member !== undefined);
  return `{${given.map(([name, member]) => `${JSON.stringify(name)}:${textOf(member)}`).join(',')}}`;
}
