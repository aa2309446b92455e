import type * as z from 'zod';
import { AwsError } from './errors.ts';

/**
 * A parser for an operation's input from a zod schema. Use `z.strictObject` so that a member which AWS knows and the
 * sandbox does not is refused by name. Query-protocol clients send every scalar as text: coerce in the schema.
 * @param code the service's own code for bad input, e.g. ValidationException or InvalidParameterValue
 */
export function inputOf<Schema extends z.ZodType>(
  schema: Schema,
  code = 'ValidationException',
): (raw: Readonly<Record<string, unknown>>) => z.output<Schema> {
  return (raw) => {
    const parsed = schema.safeParse(raw);
    if (parsed.success) return parsed.data;
    throw new AwsError(code, describeIssues(parsed.error.issues));
  };
}

/** One line that names every offending member. */
export function describeIssues(issues: readonly z.core.$ZodIssue[]): string {
  return issues.map(describeIssue).join('; ');
}

function describeIssue(issue: z.core.$ZodIssue): string {
  const path = issue.path.map(String).join('.');
  if (issue.code === 'unrecognized_keys') {
    const names = issue.keys.map((key) => (path === '' ? key : `${path}.${key}`));
    return `${names.join(', ')}: not supported by the sandbox`;
  }
  return path === '' ? issue.message : `${path}: ${issue.message}`;
}
