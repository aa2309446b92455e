import * as z from 'zod';
import { inputOf } from '../kernel/input.ts';
import { missingParameter } from './errors.ts';

/** A whole number; the Query protocol sends it as text. */
export const wireInteger = z.union([
  z.int(),
  z
    .string()
    .regex(/^-?\d{1,15}$/)
    .transform(Number),
]);

/** Queue attributes, tags: text by name. */
export const textMap = z.record(z.string(), z.string());

/** A list of names; absent means none. */
export const names = z.array(z.string()).default([]);

/** What an operation is told after its members were checked. */
export type SqsInput<Shape extends z.ZodRawShape> = z.output<z.ZodObject<Shape, z.core.$strict>>;

/** A parser of an SQS operation's members that words a missing one as SQS does and refuses unknown ones by name. */
export function sqsInput<Shape extends z.ZodRawShape>(
  shape: Shape,
): (raw: Readonly<Record<string, unknown>>) => SqsInput<Shape> {
  const parse = inputOf(z.strictObject(shape), 'InvalidParameterValueException');
  const required = Object.entries(shape)
    .filter(([, member]) => !z.safeParse(member, undefined).success)
    .map(([name]) => name);
  return (raw) => {
    const missing = required.find((name) => raw[name] === undefined || raw[name] === null);
    if (missing !== undefined) throw missingParameter(missing);
    return parse(raw);
  };
}
