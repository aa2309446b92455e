import * as z from 'zod';
import { inputOf } from '../kernel/input.ts';
import { refusal } from './errors.ts';

/** Queue attributes: text by name. */
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
    if (missing === undefined) return parse(raw);
    const message = `The request must contain the parameter ${missing}.`;
    throw refusal('MissingRequiredParameterException', message);
  };
}
