import type { FieldReader } from './event-fields.ts';
import { malformed, TokenReader } from './tokens.ts';

/** One figure of a `stats` command. */
export interface Figure {
  readonly name: string;
  readonly kind: (typeof figureKinds)[number];
  /** `*` counts events. */
  readonly field: string;
}

/** A query of the supported subset. */
export interface Query {
  readonly fields: readonly string[];
  readonly tests: readonly EventTest[];
  readonly stats?: { readonly figures: readonly Figure[]; readonly by: readonly string[] };
  readonly sort?: { readonly field: string; readonly isDescending: boolean };
  readonly limit: number;
}

/** Whether an event fits. */
export type EventTest = (read: FieldReader) => boolean;

type Building = { -readonly [Member in keyof Query]: Query[Member] };

const figureKinds = ['avg', 'max', 'min', 'sum', 'count'] as const;
const defaultLimit = 10_000;

/**
 * Parses `fields`, `filter` (comparisons and `like`, joined by `and` and `or`), `stats`, `sort` and `limit`; other
 * commands and functions are refused by name.
 * @throws AwsError MalformedQueryException
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax.html
 */
export function parseQuery(text: string): Query {
  const tokens = new TokenReader(text);
  const query: Building = { fields: ['@timestamp', '@message'], tests: [], limit: defaultLimit };
  do readCommand(tokens, query);
  while (tokens.take('|'));
  if (!tokens.isAtEnd) throw malformed(`unexpected ${tokens.next().text}`);
  return query;
}

function readCommand(tokens: TokenReader, query: Building): void {
  const command = tokens.next('name').text.toLowerCase();
  switch (command) {
    case 'fields':
      query.fields = tokens.list(() => tokens.next('name').text);
      break;
    case 'filter':
      query.tests = [...query.tests, readCondition(tokens)];
      break;
    case 'stats':
      query.stats = readStats(tokens);
      break;
    case 'sort':
      query.sort = readSort(tokens);
      break;
    case 'limit':
      query.limit = Number(tokens.next('number').text);
      break;
    default:
      throw malformed(`the command ${command} is not supported`);
  }
}

/** `and` binds stronger than `or`; there are no brackets. */
function readCondition(tokens: TokenReader): EventTest {
  const alternatives = [[readComparison(tokens)]];
  for (;;) {
    if (tokens.take('and')) alternatives.at(-1)?.push(readComparison(tokens));
    else if (tokens.take('or')) alternatives.push([readComparison(tokens)]);
    else return (read) => alternatives.some((tests) => tests.every((test) => test(read)));
  }
}

function readComparison(tokens: TokenReader): EventTest {
  const field = tokens.next('name').text;
  const isNegated = tokens.take('not');
  if (tokens.take('like')) {
    const { kind, text } = tokens.next('text', 'expression');
    const fits = kind === 'text' ? (value: string) => value.includes(text) : expressionTest(text);
    return (read) => fits(read(field) ?? '') !== isNegated;
  }
  const operator = tokens.next('sign', 'name').text;
  const wanted = tokens.next('text', 'number').text;
  const test = comparisons[operator];
  if (test === undefined || isNegated) throw malformed(`the operator ${operator} is not supported`);
  return (read) => {
    const value = read(field);
    return value === undefined ? operator === '!=' : test(compareValues(value, wanted));
  };
}

const comparisons: Readonly<Record<string, (order: number) => boolean>> = {
  '=': (order) => order === 0,
  '!=': (order) => order !== 0,
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
  '>': (order) => order > 0,
  '>=': (order) => order >= 0,
};

/** Numbers by value, other texts by their letters; what is missing comes first. */
export function compareValues(a: string | undefined, b: string | undefined): number {
  if (a === undefined || b === undefined) return Number(a !== undefined) - Number(b !== undefined);
  const difference = Number(a) - Number(b);
  return Number.isNaN(difference) ? a.localeCompare(b) : difference;
}

function expressionTest(source: string): (value: string) => boolean {
  const isInsensitive = source.startsWith('(?i)');
  try {
    const expression = new RegExp(isInsensitive ? source.slice(4) : source, isInsensitive ? 'i' : '');
    return (value) => expression.test(value);
  } catch {
    throw malformed(`/${source}/ is no regular expression`);
  }
}

function readStats(tokens: TokenReader): NonNullable<Query['stats']> {
  const figures = tokens.list(() => readFigure(tokens));
  return { figures, by: tokens.take('by') ? tokens.list(() => tokens.next('name').text) : [] };
}

function readFigure(tokens: TokenReader): Figure {
  const word = tokens.next('name').text.toLowerCase();
  const kind = figureKinds.find((each) => each === word);
  if (kind === undefined) throw malformed(`the function ${word} is not supported`);
  const field = readArgument(tokens);
  return { name: tokens.take('as') ? tokens.next('name').text : `${kind}(${field})`, kind, field };
}

/** A field, or a figure by its full name: `sort avg(@duration) desc`. */
function readSort(tokens: TokenReader): NonNullable<Query['sort']> {
  const name = tokens.next('name').text;
  const isFigure = figureKinds.some((kind) => kind === name);
  const field = isFigure ? `${name}(${readArgument(tokens)})` : name;
  const isDescending = !tokens.take('asc');
  if (isDescending) tokens.take('desc');
  return { field, isDescending };
}

function readArgument(tokens: TokenReader): string {
  if (!tokens.take('(')) throw malformed('a function has no argument');
  const argument = tokens.take('*') ? '*' : tokens.next('name').text;
  if (!tokens.take(')')) throw malformed(`after ${argument} a bracket is not closed`);
  return argument;
}
