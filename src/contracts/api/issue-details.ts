import type * as z from 'zod';
import type { ErrorDetail } from './api-errors.ts';

/** Every fault that a schema found, each with its place; never a value from the input. */
export const detailsOf = (error: z.ZodError): readonly ErrorDetail[] => error.issues.flatMap(detailsOfIssue);

/** In JSON nothing is undefined: a field that is not there is said to be required. */
export const missingField: z.core.$ZodErrorMap = ({ code, input }) =>
  code === 'invalid_type' && input === undefined ? 'is required' : undefined;

type Issue = z.ZodError['issues'][number];

function detailsOfIssue(issue: Issue): readonly ErrorDetail[] {
  if (issue.code !== 'unrecognized_keys') return [{ path: pathText(issue.path), message: issue.message }];
  return issue.keys.map((key) => ({
    path: pathText([...issue.path, shortened(key)]),
    message: 'is not a known field',
  }));
}

/** `['items', 0, 'price']` → `items[0].price` */
const pathText = (path: readonly PropertyKey[]): string =>
  path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${String(part)}]`;
    return text === '' ? shortened(String(part)) : `${text}.${shortened(String(part))}`;
  }, '');

/** Names of unknown fields are input too: bounded, and without anything but plain characters. */
const shortened = (key: string): string => key.slice(0, 64).replaceAll(/[^\w$.-]/g, '?');
