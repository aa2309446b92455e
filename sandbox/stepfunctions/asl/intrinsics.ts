import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { isObject } from '../../kernel/json.ts';
import type { Json, JsonObject } from '../../kernel/json.ts';
import type { Random } from '../../kernel/random.ts';
import { StateError } from './errors.ts';

/** One intrinsic function of ASL. */
export interface Intrinsic {
  /** Fewest and most arguments. */
  readonly arity: readonly [number, number];
  /** Throws StateError States.IntrinsicFailure for arguments of a wrong type. */
  readonly run: (args: readonly Json[], random: Random) => Json;
}

/** The 18 functions of the JSONPath language, by name. */
export const intrinsics: Readonly<Record<string, Intrinsic>> = {
  'States.Array': { arity: [0, Infinity], run: (args) => args },
  'States.ArrayPartition': { arity: [2, 2], run: ([list, size]) => partition(array(list), positive(size)) },
  'States.ArrayContains': {
    arity: [2, 2],
    run: ([list, wanted]) => array(list).some((item) => isDeepStrictEqual(item, wanted)),
  },
  'States.ArrayRange': {
    arity: [3, 3],
    run: ([first, last, step]) => range(integer(first), integer(last), integer(step)),
  },
  'States.ArrayGetItem': { arity: [2, 2], run: ([list, index]) => itemAt(array(list), integer(index)) },
  'States.ArrayLength': { arity: [1, 1], run: ([list]) => array(list).length },
  'States.ArrayUnique': { arity: [1, 1], run: ([list]) => unique(array(list)) },
  'States.Base64Encode': { arity: [1, 1], run: ([text]) => Buffer.from(short(text)).toString('base64') },
  'States.Base64Decode': { arity: [1, 1], run: ([text]) => Buffer.from(short(text), 'base64').toString() },
  'States.Hash': { arity: [2, 2], run: ([data, algorithm]) => hash(data ?? null, string(algorithm)) },
  'States.JsonMerge': { arity: [3, 3], run: ([left, right, deep]) => merge(left, right, deep) },
  'States.StringToJson': { arity: [1, 1], run: ([text]) => JSON.parse(string(text)) as Json }, // JSON.parse gives Json
  'States.JsonToString': { arity: [1, 1], run: ([value]) => JSON.stringify(value) },
  'States.MathRandom': { arity: [2, 3], run: (args, random) => between(args, random) },
  'States.MathAdd': { arity: [2, 2], run: ([a, b]) => integer(a) + integer(b) },
  'States.StringSplit': { arity: [2, 2], run: ([text, by]) => split(string(text), string(by)) },
  'States.UUID': { arity: [0, 0], run: (_, random) => random.uuid() },
  'States.Format': { arity: [1, Infinity], run: ([template, ...values]) => format(string(template), values) },
};

function partition(list: readonly Json[], size: number): Json {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, part) =>
    list.slice(part * size, part * size + size),
  );
}

function range(first: number, last: number, step: number): Json {
  if (step === 0) throw failure('the step of States.ArrayRange must not be 0');
  const length = Math.max(0, Math.floor((last - first) / step) + 1);
  if (length > 1_000) throw failure('States.ArrayRange makes at most 1000 items');
  return Array.from({ length }, (_, index) => first + index * step);
}

function itemAt(list: readonly Json[], index: number): Json {
  const item = index < 0 ? undefined : list[index];
  if (item === undefined) throw failure(`the index ${String(index)} is outside the array`);
  return item;
}

function unique(list: readonly Json[]): Json {
  return list.filter((item, index) => list.findIndex((other) => isDeepStrictEqual(item, other)) === index);
}

const hashes = ['MD5', 'SHA-1', 'SHA-256', 'SHA-384', 'SHA-512'];

function hash(data: Json, algorithm: string): string {
  if (!hashes.includes(algorithm)) throw failure(`${algorithm} is none of ${hashes.join(', ')}`);
  const text = typeof data === 'string' ? data : JSON.stringify(data);
  return createHash(algorithm.replace('-', '').toLowerCase()).update(short(text)).digest('hex');
}

function merge(left: Json | undefined, right: Json | undefined, deep: Json | undefined): Json {
  if (deep !== false)
    throw failure('States.JsonMerge merges shallowly only: its third argument must be false');
  return { ...object(left), ...object(right) };
}

function between([from, to, seed]: readonly Json[], random: Random): number {
  const first = integer(from);
  const span = integer(to) - first;
  if (span <= 0) throw failure('the end of States.MathRandom must be above its start');
  if (seed === undefined) return first + random.below(span);
  // The same seed gives the same number; which one AWS would give is not documented.
  return (
    first +
    (createHash('sha256')
      .update(String(integer(seed)))
      .digest()
      .readUInt32BE() %
      span)
  );
}

/** Every character of `by` separates, and empty parts are dropped, as AWS does. */
function split(text: string, by: string): Json {
  if (by === '') return [text];
  const separators = new Set(by);
  const parts = [''];
  for (const character of text) {
    if (separators.has(character)) parts.push('');
    else parts.push((parts.pop() ?? '') + character);
  }
  return parts.filter((part) => part !== '');
}

function format(template: string, values: readonly Json[]): string {
  let used = 0;
  const text = template.replaceAll(/\\(.)|\{\}/g, (_, escaped: string | undefined) => {
    if (escaped !== undefined) return escaped;
    const value = values[used];
    used += 1;
    if (value === undefined) return '';
    return typeof value === 'string' ? value : JSON.stringify(value);
  });
  if (used !== values.length) {
    throw failure(`States.Format has ${String(used)} places for ${String(values.length)} values`);
  }
  return text;
}

function array(value: Json | undefined): readonly Json[] {
  if (!Array.isArray(value)) throw failure(`${JSON.stringify(value)} is no array`);
  return value as readonly Json[]; // isArray drops readonly
}

function object(value: Json | undefined): JsonObject {
  if (!isObject(value)) throw failure(`${JSON.stringify(value)} is no object`);
  return value;
}

function string(value: Json | undefined): string {
  if (typeof value !== 'string') throw failure(`${JSON.stringify(value)} is no string`);
  return value;
}

/** Hashes and encodings take at most 10,000 characters. */
function short(value: Json | undefined): string {
  const text = string(value);
  if (text.length > 10_000) throw failure('the text is longer than 10000 characters');
  return text;
}

/** AWS rounds numbers where a whole one is wanted. */
function integer(value: Json | undefined): number {
  if (typeof value !== 'number') throw failure(`${JSON.stringify(value)} is no number`);
  return Math.round(value);
}

function positive(value: Json | undefined): number {
  const size = integer(value);
  if (size < 1) throw failure(`${String(size)} is no positive number`);
  return size;
}

function failure(message: string): StateError {
  return new StateError('States.IntrinsicFailure', message);
}
