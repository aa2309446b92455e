import { isObject } from '../../kernel/json.ts';
import { invalidParameter, validation, wrongShape } from '../errors.ts';
import type { AttributeType, AttributeValue, Item } from './attribute-value.ts';
import { canonicalNumber } from './decimal.ts';

const deepestNesting = 32;

/**
 * Checks an attribute value of a request and puts its numbers into their one text.
 * Gives back the same object where nothing had to change, which is nearly always.
 */
export function readValue(raw: unknown, depth = 0): AttributeValue {
  if (depth > deepestNesting) throw invalidParameter('Nesting Levels have exceeded supported limits');
  if (!isObject(raw)) throw wrongShape('AttributeValue', raw);
  const types = Object.keys(raw).filter((name) => Object.hasOwn(readers, name) && raw[name] !== null);
  const [type, more] = types;
  if (type === undefined) {
    throw validation('Supplied AttributeValue is empty, must contain exactly one of the supported datatypes');
  }
  // `type` is a key of `readers` by the filter above.
  const value = readers[type as AttributeType](raw[type], depth);
  if (more !== undefined) {
    throw validation(
      'Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes',
    );
  }
  // The reader has checked the one member, so `raw` is a valid value.
  return value === raw[type] ? (raw as AttributeValue) : ({ [type]: value } as unknown as AttributeValue);
}

/** Checks an item, a key or a map of a request, as `readValue` does. */
export function readItem(raw: unknown, depth = 0): Item {
  if (!isObject(raw)) throw wrongShape('Map', raw);
  let item = raw;
  for (const [name, value] of Object.entries(raw)) {
    const read = readValue(value, depth + 1);
    if (read !== value) item = { ...item, [name]: read };
  }
  // Every member went through readValue.
  return item as Item;
}

const readers: Record<AttributeType, (raw: unknown, depth: number) => unknown> = {
  S: readText,
  N: readNumber,
  B: readBinary,
  BOOL: readBoolean,
  NULL: (raw) => {
    if (!readBoolean(raw)) {
      throw invalidParameter('Null attribute value types must have the value of true');
    }
    return raw;
  },
  SS: (raw) => readSet('SS', raw, readText),
  NS: (raw) => readSet('NS', raw, readNumber),
  BS: (raw) => readSet('BS', raw, readBinary),
  L: (raw, depth) => {
    if (!Array.isArray(raw)) throw wrongShape('List', raw);
    return sameOrMapped(raw, (element) => readValue(element, depth + 1));
  },
  M: readItem,
};

function readText(raw: unknown): string {
  if (typeof raw !== 'string') throw wrongShape('String', raw);
  return raw;
}

function readNumber(raw: unknown): string {
  return canonicalNumber(readText(raw));
}

function readBinary(raw: unknown): string {
  if (typeof raw !== 'string' || Buffer.from(raw, 'base64').toString('base64') !== raw) {
    throw wrongShape('Blob', raw);
  }
  return raw;
}

function readBoolean(raw: unknown): boolean {
  if (typeof raw !== 'boolean') throw wrongShape('Boolean', raw);
  return raw;
}

const emptySet = {
  SS: 'An string set  may not be empty',
  NS: 'An number set  may not be empty',
  BS: 'Binary sets should not be empty',
};

function readSet(type: keyof typeof emptySet, raw: unknown, read: (element: unknown) => string) {
  if (!Array.isArray(raw)) throw wrongShape('List', raw);
  if (raw.length === 0) throw invalidParameter(emptySet[type]);
  const elements = sameOrMapped(raw, read);
  if (new Set(elements).size === elements.length) return elements;
  if (type === 'NS') throw validation('Input collection contains duplicates');
  const suffix = type === 'BS' ? 'of type BS contains duplicates.' : ' contains duplicates.';
  throw invalidParameter(`Input collection [${elements.join(', ')}]${suffix}`);
}

function sameOrMapped(raw: readonly unknown[], read: (element: unknown) => unknown): readonly unknown[] {
  const mapped = raw.map(read);
  return mapped.every((element, index) => element === raw[index]) ? raw : mapped;
}
