import type * as z from 'zod';
import type { ErrorDetail } from './api-errors.ts';

/** Every fault that a schema found, each with its place; never a value from the input. */
export const detailsOf = (error: z.ZodError): readonly ErrorDetail[] => error.issues.flatMap(detailsOfIssue);

/** What is wrong with a field, in words that follow its name: "must be at least 1". Schemas' own words come first. */
export const inOurWords: z.core.$ZodErrorMap = (issue) => {
  switch (issue.code) {
    case 'invalid_type':
      // In JSON nothing is undefined: a field that is not there is said to be required.
      return issue.input === undefined
        ? 'is required'
        : `must be ${kindsOfValue[issue.expected] ?? 'of another type'}`;
    case 'too_small':
      if (issue.minimum === 1 && unitOf(issue) !== '') return 'must not be empty';
      return `must ${boundOf(issue)} at least ${String(issue.minimum)}${unitOf(issue)}`;
    case 'too_big':
      return `must ${boundOf(issue)} at most ${String(issue.maximum)}${unitOf(issue)}`;
    case 'invalid_format':
      return issue.format === 'email'
        ? 'must be an e-mail address'
        : `must match ${issue.pattern ?? 'its pattern'}`;
    default:
      return 'is not valid';
  }
};

const kindsOfValue: Readonly<Partial<Record<string, string>>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  array: 'a list',
  object: 'an object',
  record: 'an object',
};

const units: Readonly<Partial<Record<string, string>>> = { string: ' characters', array: ' entries' };
const unitOf = ({ origin }: { readonly origin: string }): string => units[origin] ?? '';
const boundOf = (issue: { readonly origin: string }): string => (unitOf(issue) === '' ? 'be' : 'have');

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
