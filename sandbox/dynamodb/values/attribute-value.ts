/** The type descriptors of the wire format. */
export type AttributeType = 'S' | 'N' | 'B' | 'BOOL' | 'NULL' | 'SS' | 'NS' | 'BS' | 'L' | 'M';

/** A value in its wire shape: numbers are canonical decimal text, binary is base64 text. */
export type AttributeValue =
  | { readonly S: string }
  | { readonly N: string }
  | { readonly B: string }
  | { readonly BOOL: boolean }
  | { readonly NULL: true }
  | { readonly SS: readonly string[] }
  | { readonly NS: readonly string[] }
  | { readonly BS: readonly string[] }
  | { readonly L: readonly AttributeValue[] }
  | { readonly M: Item };

/** An item, a key or a nested map, by attribute name. */
export type Item = Readonly<Record<string, AttributeValue>>;

/** The type descriptor of a valid value: its only member's name. */
export function typeOf(value: AttributeValue): AttributeType {
  for (const type in value) {
    // A valid value has exactly one member, named by its type.
    return type as AttributeType;
  }
  return 'NULL';
}

/** The elements of a set; undefined of everything else. */
export function elementsOf(value: AttributeValue): readonly string[] | undefined {
  if ('SS' in value) return value.SS;
  if ('NS' in value) return value.NS;
  return 'BS' in value ? value.BS : undefined;
}

/** The attribute called `name`; safe for names that every object inherits, such as `constructor`. */
export function member(item: Item, name: string): AttributeValue | undefined {
  return Object.hasOwn(item, name) ? item[name] : undefined;
}

/** A copy with `name` set; safe for the name `__proto__`, which assignment would lose. */
export function withMember(item: Item, name: string, value: AttributeValue): Item {
  return { ...item, [name]: value };
}

/** A copy without `name`. */
export function withoutMember(item: Item, name: string): Item {
  return Object.fromEntries(Object.entries(item).filter(([other]) => other !== name));
}

/** The attributes called `names` that `item` has. */
export function pick(item: Item, names: Iterable<string>): Item {
  const entries: [string, AttributeValue][] = [];
  for (const name of names) {
    const value = member(item, name);
    if (value !== undefined) entries.push([name, value]);
  }
  return Object.fromEntries(entries);
}
