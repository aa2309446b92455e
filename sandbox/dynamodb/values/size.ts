import type { AttributeValue, Item } from './attribute-value.ts';

const bytesPerReadUnit = 4_096;
const bytesPerWriteUnit = 1_024;

/** Read units for `bytes` read: half of them for an eventually consistent read, twice for a transaction. */
export function readUnits(bytes: number, factor: number): number {
  return Math.max(1, Math.ceil(bytes / bytesPerReadUnit)) * factor;
}

/** Write units of an item of `bytes`; none where there is no item. */
export function writeUnits(bytes: number | undefined): number {
  return bytes === undefined ? 0 : Math.max(1, Math.ceil(bytes / bytesPerWriteUnit));
}

/** Bytes that an item counts for, by AWS's sizing rules. */
export function itemSize(item: Item): number {
  let size = 0;
  for (const name in item) {
    const value = item[name];
    if (value !== undefined) size += Buffer.byteLength(name) + valueSize(value);
  }
  return size;
}

/** Bytes of a binary value, from its base64 text. */
export function binaryLength(base64: string): number {
  const padding = base64.endsWith('==') ? 2 : base64.endsWith('=') ? 1 : 0;
  return (base64.length / 4) * 3 - padding;
}

/** Bytes that a value counts for, without its name. */
export function valueSize(value: AttributeValue): number {
  if ('S' in value) return Buffer.byteLength(value.S);
  if ('N' in value) return numberSize(value.N);
  if ('B' in value) return binaryLength(value.B);
  if ('BOOL' in value || 'NULL' in value) return 1;
  if ('SS' in value) return total(value.SS, Buffer.byteLength);
  if ('NS' in value) return total(value.NS, numberSize);
  if ('BS' in value) return total(value.BS, binaryLength);
  // Documents carry three bytes of their own and one for each member.
  if ('L' in value) return 3 + value.L.length + total(value.L, valueSize);
  return 3 + Object.keys(value.M).length + itemSize(value.M);
}

/** One byte for two significant digits, one more for the exponent and one for a minus sign. */
function numberSize(text: string): number {
  const negative = text.startsWith('-');
  const digits = text.replace(/^-?0*\.?0*|\./g, '').replace(/0+$/, '');
  return Math.ceil(digits.length / 2) + 1 + (negative ? 1 : 0);
}

function total<Element>(elements: readonly Element[], size: (element: Element) => number): number {
  let sum = 0;
  for (const element of elements) sum += size(element);
  return sum;
}
