import * as z from 'zod';
import { AwsError } from '../kernel/errors.ts';
import { describeIssues } from '../kernel/input.ts';

/** Text by name: attributes. */
export const textMap = z.record(z.string(), z.string()).default({});

/** A flag; the Query protocol sends it as text. */
export const wireFlag = z.union([
  z.boolean(),
  z.enum(['true', 'false']).transform((text) => text === 'true'),
]);

/** What an operation is told after its members were checked. */
export type SnsInput<Shape extends z.ZodRawShape> = z.output<z.ZodObject<Shape, z.core.$strict>>;

/** A parser of an SNS operation's members; an unknown or malformed one is refused by name. */
export function snsInput<Shape extends z.ZodRawShape>(
  shape: Shape,
): (raw: Readonly<Record<string, unknown>>) => SnsInput<Shape> {
  const schema = z.strictObject(shape);
  return (raw) => {
    const parsed = schema.safeParse(raw);
    if (parsed.success) return parsed.data;
    const message = `Invalid parameter: ${describeIssues(parsed.error.issues)}`;
    throw new AwsError('InvalidParameterException', message, { queryCode: 'InvalidParameter' });
  };
}
