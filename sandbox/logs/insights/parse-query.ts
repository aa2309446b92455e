import { readCondition } from './condition.ts';
import type { EventTest } from './condition.ts';
import { malformed, TokenReader, tokensOf } from './tokens.ts';

/** One figure of a `stats` command. */
export interface Figure {
  readonly name: string;
  readonly kind: 'avg' | 'max' | 'min' | 'sum' | 'count';
  /** Absent for count(*). */
  readonly field?: string;
}

/** What figures are grouped by. */
export interface Grouping {
  readonly name: string;
  /** A span of time in ms; without it the values of the field `name`. */
  readonly binMs?: number;
}

/** A query of the supported subset. */
export interface Query {
  readonly fields: readonly string[];
  readonly filters: readonly EventTest[];
  readonly stats?: { readonly figures: readonly Figure[]; readonly by: readonly Grouping[] };
  readonly sort?: { readonly field: string; readonly isDescending: boolean };
  readonly limit: number;
}

type Building = { -readonly [Member in keyof Query]: Query[Member] };

const figureKinds = ['avg', 'max', 'min', 'sum', 'count'] as const;
const units: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const defaultLimit = 10_000;

/**
 * Parses `fields`, `display`, `filter`, `stats`, `sort` and `limit`; other commands and functions are refused by name.
 * @throws AwsError MalformedQueryException
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax.html
 */
export function parseQuery(text: string): Query {
  const tokens = new TokenReader(tokensOf(text));
  const query: Building = { fields: ['@timestamp', '@message'], filters: [], limit: defaultLimit };
  do readCommand(tokens, query);
  while (tokens.take('|'));
  if (!tokens.isAtEnd) throw malformed(`unexpected ${tokens.next().text}`);
  return query;
}

function readCommand(tokens: TokenReader, query: Building): void {
  const command = tokens.name().toLowerCase();
  switch (command) {
    case 'fields':
    case 'display':
      query.fields = readNames(tokens);
      break;
    case 'filter':
      query.filters = [...query.filters, readCondition(tokens)];
      break;
    case 'stats':
      query.stats = readStats(tokens);
      break;
    case 'sort':
      query.sort = { field: readSortField(tokens), isDescending: readDirection(tokens) };
      break;
    case 'limit':
      query.limit = Number(tokens.next().text);
      if (!Number.isInteger(query.limit)) throw malformed('limit is a whole number');
      break;
    default:
      throw malformed(`the command ${command} is not supported`);
  }
}

function readNames(tokens: TokenReader): string[] {
  const names = [tokens.name()];
  while (tokens.take(',')) names.push(tokens.name());
  return names;
}

/** A field, or a figure by its full name: `sort avg(@duration) desc`. */
function readSortField(tokens: TokenReader): string {
  const name = tokens.name();
  return tokens.take('(') ? `${name}(${readArgument(tokens)})` : name;
}

function readDirection(tokens: TokenReader): boolean {
  if (tokens.take('asc')) return false;
  tokens.take('desc');
  return true;
}

function readStats(tokens: TokenReader): NonNullable<Query['stats']> {
  const figures = [readFigure(tokens)];
  while (tokens.take(',')) figures.push(readFigure(tokens));
  const by: Grouping[] = [];
  if (tokens.take('by')) {
    do by.push(readGrouping(tokens));
    while (tokens.take(','));
  }
  return { figures, by };
}

function readFigure(tokens: TokenReader): Figure {
  const word = tokens.name().toLowerCase();
  const kind = figureKinds.find((each) => each === word);
  if (kind === undefined) throw malformed(`the function ${word} is not supported`);
  tokens.expect('(');
  const argument = readArgument(tokens);
  const name = tokens.take('as') ? tokens.name() : `${kind}(${argument})`;
  return { name, kind, ...(argument === '*' ? {} : { field: argument }) };
}

/** What stands in the brackets of a function, the closing one included. */
function readArgument(tokens: TokenReader): string {
  const argument = tokens.take('*') ? '*' : tokens.name();
  tokens.expect(')');
  return argument;
}

function readGrouping(tokens: TokenReader): Grouping {
  const name = tokens.name();
  if (name.toLowerCase() !== 'bin') return { name };
  tokens.expect('(');
  const span = tokens.name();
  tokens.expect(')');
  const match = /^(\d+)([smhd])/.exec(span);
  if (match === null) throw malformed(`bin(${span})`);
  return { name: `bin(${span})`, binMs: Number(match[1]) * (units[match[2] ?? ''] ?? 0) };
}
