import type { AttributeValue } from './attribute-value.ts';
import { parseDecimal } from './decimal.ts';

const negativeMark = 0x00;
const zeroMark = 0x01;
const positiveMark = 0x02;
/** Above every byte that stands for a pair of digits, so that a shorter negative number sorts last. */
const negativeEnd = 0xff;
/** Makes the smallest exponent zero; the largest becomes 255. */
const exponentBias = 129;

/**
 * The bytes of a key value, ordered as DynamoDB orders values of that type: text by its UTF-8 bytes, binary by its
 * bytes, numbers by value. The store compares keys byte by byte.
 */
export function keyBytes(value: AttributeValue): Uint8Array {
  if ('S' in value) return Buffer.from(value.S);
  if ('B' in value) return Buffer.from(value.B, 'base64');
  if ('N' in value) return numberBytes(value.N);
  return Buffer.alloc(0);
}

/** The least byte string above everything that begins with `prefix`; undefined where there is none. */
export function afterPrefix(prefix: Uint8Array): Uint8Array | undefined {
  for (let end = prefix.length; end > 0; end -= 1) {
    const last = prefix[end - 1] ?? 0;
    if (last === 0xff) continue;
    const bound = Uint8Array.from(prefix.subarray(0, end));
    bound[end - 1] = last + 1;
    return bound;
  }
  return undefined;
}

function numberBytes(text: string): Uint8Array {
  const { sign, digits, exponent } = parseDecimal(text);
  if (sign === 0) return Uint8Array.of(zeroMark);
  const pairs: number[] = [];
  for (let index = 0; index < digits.length; index += 2) {
    pairs.push(Number(digits.slice(index, index + 2).padEnd(2, '0')) + 1);
  }
  const biased = exponent + exponentBias;
  return sign > 0
    ? Uint8Array.of(positiveMark, biased, ...pairs)
    : Uint8Array.of(negativeMark, 255 - biased, ...pairs.map((pair) => 101 - pair), negativeEnd);
}
