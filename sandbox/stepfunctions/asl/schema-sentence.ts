import type * as z from 'zod';

/** What is wrong with the shape of a definition, in words of the Amazon States Language and not of a library. */
export function schemaSentence(issue: z.core.$ZodRawIssue): string {
  switch (issue.code) {
    case 'unrecognized_keys':
      return `Field '${issue.keys.join("', '")}' is not supported`;
    case 'invalid_type':
      return issue.input === undefined
        ? 'This field is required'
        : `Value must be ${nouns[issue.expected] ?? issue.expected}`;
    case 'invalid_value':
      return `Value must be one of [${issue.values.map(String).join(', ')}]`;
    case 'invalid_union':
      return 'Type must be one of [Task, Pass, Choice, Wait, Parallel, Map, Succeed, Fail]';
    case 'too_small':
      if (issue.origin !== 'number' && issue.minimum === 1) return 'Value must not be empty';
      return `Value must ${bound(issue.origin, 'at least', issue.minimum)}`;
    case 'too_big':
      return `Value must ${bound(issue.origin, 'at most', issue.maximum)}`;
    case 'invalid_key':
      return 'A state needs a name of 1 to 80 characters';
    default:
      return 'Value is not valid';
  }
}

const nouns: Readonly<Record<string, string>> = {
  string: 'a string',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'an array',
  object: 'an object',
  record: 'an object',
};

function bound(origin: string, relation: string, size: number | bigint): string {
  return origin === 'string'
    ? `have ${relation} ${String(size)} characters`
    : `be ${relation} ${String(size)}`;
}
