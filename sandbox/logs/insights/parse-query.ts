import { AwsError } from '../../kernel/errors.ts';
import type { FieldReader } from './event-fields.ts';

/** One figure of a `stats` command. */
export interface Figure {
  readonly name: string;
  readonly kind: (typeof kinds)[number];
  /** `*` counts events. */
  readonly field: string;
}

/** A query of the supported subset. */
export interface Query {
  readonly fields: readonly string[];
  readonly tests: readonly EventTest[];
  readonly figures?: readonly Figure[];
  readonly sort?: { readonly field: string; readonly isDescending: boolean };
  readonly limit: number;
}

const kinds = ['avg', 'max', 'min', 'sum', 'count'] as const;

/** Whether an event fits. */
export type EventTest = (read: FieldReader) => boolean;

/** What stands between two bars; a bar within quotes or slashes is none. */
const commands = /(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\/(?:[^/\\]|\\.)+\/|[^|])+/g;

const name = '[@\\w][\\w.@-]*';
const quoted = `"([^"\\\\]*)"|'([^'\\\\]*)'`;
const field = new RegExp(`^${name}$`);
const like = new RegExp(`^(${name})\\s+(not\\s+)?like\\s+(?:${quoted}|/(.+)/)$`, 'i');
const equality = new RegExp(`^(${name})\\s*(!?=)\\s*(?:${quoted}|(-?\\d+(?:\\.\\d+)?))$`);
const figure = new RegExp(`^((\\w+)\\((\\*|${name})\\))(?:\\s+as\\s+(${name}))?$`, 'i');
const order = new RegExp(`^(${name})(?:\\s+(asc|desc))?$`, 'i');

/**
 * Parses `fields`, `filter` (one `=`, `!=`, `like` or `not like` each), `stats` over all events, `sort` and `limit`;
 * other commands, functions and operators are refused by name.
 * @throws AwsError MalformedQueryException
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax.html
 */
export function parseQuery(text: string): Query {
  let query: Query = { fields: ['@timestamp', '@message'], tests: [], limit: 10_000 };
  for (const command of text.match(commands) ?? ['']) {
    const [, word = '', rest = ''] = /^(\w*)\s*(.*)$/s.exec(command.trim()) ?? [];
    query = { ...query, ...readCommand(word.toLowerCase(), rest, query) };
  }
  return query;
}

function readCommand(command: string, text: string, { tests }: Query): Partial<Query> {
  switch (command) {
    case 'fields':
      return { fields: listOf(text).map((each) => matched(field, each)[0] ?? '') };
    case 'filter':
      return { tests: [...tests, readCondition(text)] };
    case 'stats':
      return { figures: listOf(text).map(readFigure) };
    case 'sort': {
      const [, by = '', direction = 'desc'] = matched(order, text);
      return { sort: { field: by, isDescending: direction.toLowerCase() === 'desc' } };
    }
    case 'limit':
      return { limit: Number(matched(/^\d+$/, text)[0]) };
    default:
      throw malformed(`the command ${command} is not supported`);
  }
}

function readCondition(text: string): EventTest {
  if (like.test(text)) {
    const [, by = '', not, double, single, expression] = matched(like, text);
    const fits = expression === undefined ? including(double ?? single ?? '') : expressionTest(expression);
    return (read) => fits(read(by) ?? '') === (not === undefined);
  }
  const [, by = '', sign, double, single, number] = matched(equality, text);
  const wanted = double ?? single ?? number;
  return (read) => {
    const value = read(by);
    const isEqual = value !== undefined && compareValues(value, wanted) === 0;
    return isEqual === (sign === '=');
  };
}

/** Numbers by value, other texts by their letters; what is missing comes first. */
export function compareValues(a: string | undefined, b: string | undefined): number {
  if (a === undefined || b === undefined) return Number(a !== undefined) - Number(b !== undefined);
  const difference = Number(a) - Number(b);
  return Number.isNaN(difference) ? a.localeCompare(b) : difference;
}

function including(part: string): (value: string) => boolean {
  return (value) => value.includes(part);
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

function readFigure(text: string): Figure {
  const [, whole = '', word = '', by = '', as = whole] = matched(figure, text);
  const kind = kinds.find((each) => each === word.toLowerCase());
  // No other function is supported, and only a count can be of events.
  if (kind === undefined || (by === '*' && kind !== 'count')) throw malformed(`${whole} is not supported`);
  return { name: as, kind, field: by };
}

function listOf(text: string): readonly string[] {
  return text.split(',').map((item) => item.trim());
}

function matched(pattern: RegExp, text: string): readonly (string | undefined)[] {
  const found = pattern.exec(text);
  if (found === null) throw malformed(`${text === '' ? 'an empty command' : text} is not supported`);
  return found;
}

/** A query that Logs Insights would refuse, or that needs more than the sandbox has. */
function malformed(reason: string): AwsError {
  return new AwsError('MalformedQueryException', `The query cannot be run by the sandbox: ${reason}.`);
}
