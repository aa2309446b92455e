import * as z from 'zod';
import { invalidParameter } from './errors.ts';
import type { MessageAttributes } from './md5.ts';

const mostAttributes = 10;
const namePattern = /^[A-Za-z0-9_.-]{1,256}$/;
const reservedPrefix = /^(aws|amazon)\./i;
const numberPattern = /^[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?$/;

/** Message attributes as the wire brings them; lists of values are refused, as AWS refuses them. */
export const messageAttributesInput = z.record(
  z.string(),
  z.strictObject({
    DataType: z.string(),
    StringValue: z.string().optional(),
    BinaryValue: z.string().optional(),
  }),
);

/** Checks user attributes as SQS does. Throws AwsError. */
export function checkMessageAttributes(raw: RawAttributes | undefined): MessageAttributes | undefined {
  if (raw === undefined || Object.keys(raw).length === 0) return undefined;
  const entries = Object.entries(raw);
  if (entries.length > mostAttributes) {
    throw invalidParameter(
      `Number of message attributes [${entries.length}] exceeds the allowed maximum [10].`,
    );
  }
  return Object.fromEntries(entries.map(([name, value]) => [name, checkAttribute(name, value)]));
}

/** Message attributes before they were checked. */
export type RawAttributes = Readonly<Record<string, RawAttribute>>;

interface RawAttribute {
  readonly DataType: string;
  readonly StringValue?: string | undefined;
  readonly BinaryValue?: string | undefined;
}

function checkAttribute(name: string, raw: RawAttribute): MessageAttributes[string] {
  const refuse = (problem: string): Error =>
    invalidParameter(`Message (user) attribute '${name}' ${problem}`);
  if (!namePattern.test(name) || reservedPrefix.test(name) || /^\.|\.$|\.\./.test(name)) {
    throw refuse('has an invalid name: use A-Z, a-z, 0-9, underscore, hyphen and period.');
  }
  const [base = ''] = raw.DataType.split('.', 1);
  if (base === '') throw refuse('must contain a non-empty attribute type.');
  if (base === 'Binary') {
    if (raw.BinaryValue === undefined || raw.BinaryValue === '') {
      throw refuse("must contain a non-empty value of type 'Binary'.");
    }
    return { DataType: raw.DataType, BinaryValue: raw.BinaryValue };
  }
  if (base !== 'String' && base !== 'Number') {
    throw refuse('has an invalid type, the set of supported types are Binary, Number, and String.');
  }
  if (raw.StringValue === undefined || raw.StringValue === '') {
    throw refuse(`must contain a non-empty value of type 'String'.`);
  }
  if (base === 'Number' && !numberPattern.test(raw.StringValue)) {
    throw invalidParameter(`Can't cast the value of message (user) attribute '${name}' to a number.`);
  }
  return { DataType: raw.DataType, StringValue: raw.StringValue };
}

/** Bytes that attributes add to the size of their message. */
export function sizeOfAttributes(attributes: RawAttributes | undefined): number {
  let size = 0;
  for (const [name, value] of Object.entries(attributes ?? {})) {
    size += Buffer.byteLength(name) + Buffer.byteLength(value.DataType);
    size += Buffer.byteLength(value.StringValue ?? '') + Buffer.byteLength(value.BinaryValue ?? '', 'base64');
  }
  return size;
}

/** The attributes that a receiver asked for: names, `All`, `.*` or `prefix.*`. Undefined where none is left. */
export function selectAttributes(
  attributes: MessageAttributes | undefined,
  wanted: readonly string[],
): MessageAttributes | undefined {
  if (attributes === undefined || wanted.length === 0) return undefined;
  const selected = Object.entries(attributes).filter(([name]) =>
    wanted.some((pattern) => fits(name, pattern)),
  );
  return selected.length === 0 ? undefined : Object.fromEntries(selected);
}

function fits(name: string, pattern: string): boolean {
  if (pattern === 'All' || pattern === '.*') return true;
  return pattern.endsWith('.*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern;
}
