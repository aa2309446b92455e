import * as z from 'zod';
import type { MessageAttribute } from './service.ts';

/** Message attributes by name. */
export type MessageAttributes = Readonly<Record<string, MessageAttribute>>;

/** Message attributes as the wire brings them; lists of values are refused, as AWS refuses them. */
export const messageAttributesInput = z.record(
  z.string(),
  z.strictObject({
    DataType: z.string(),
    StringValue: z.string().optional(),
    BinaryValue: z.string().optional(),
  }),
);

/** Message attributes before they were checked. */
export type RawAttributes = z.output<typeof messageAttributesInput>;

/** What is wrong with an attribute: a name, a type, an empty value, or a number that is none. */
export interface AttributeFault {
  readonly what: 'name' | 'type' | 'value' | 'number';
  readonly name: string;
  readonly type: string;
}

const namePattern = /^[A-Za-z0-9_.-]{1,256}$/;
const forbiddenName = /^(aws|amazon)\.|^\.|\.$|\.\./i;
const numberPattern = /^[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?$/;

/** Checks attributes as SQS and SNS do; `refuse` words the refusal in the service's own way. */
export function checkAttributes(
  raw: RawAttributes,
  refuse: (fault: AttributeFault) => Error,
): MessageAttributes {
  const checked = Object.entries(raw).map(([name, { DataType, StringValue, BinaryValue }]) => {
    const [base = ''] = DataType.split('.', 1);
    const value = base === 'Binary' ? BinaryValue : StringValue;
    const fault = (what: AttributeFault['what']): Error => refuse({ what, name, type: DataType });
    if (!namePattern.test(name) || forbiddenName.test(name)) throw fault('name');
    if (!['Binary', 'Number', 'String'].includes(base)) throw fault('type');
    if (value === undefined || value === '') throw fault('value');
    if (base === 'Number' && !numberPattern.test(value)) throw fault('number');
    return [name, { DataType, [base === 'Binary' ? 'BinaryValue' : 'StringValue']: value }] as const;
  });
  return Object.fromEntries(checked);
}

/** Bytes that attributes add to the size of their message. */
export function sizeOfAttributes(attributes: RawAttributes | MessageAttributes = {}): number {
  let size = 0;
  for (const [name, { DataType, StringValue = '', BinaryValue = '' }] of Object.entries(attributes)) {
    size += Buffer.byteLength(name + DataType + StringValue) + Buffer.byteLength(BinaryValue, 'base64');
  }
  return size;
}
