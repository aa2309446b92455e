import { malformed } from './tokens.ts';
import type { TokenReader } from './tokens.ts';

/** What a query reads from: the value of a field as text, undefined where the event has none. */
export type FieldReader = (field: string) => string | undefined;

/** Whether an event fits. */
export type EventTest = (read: FieldReader) => boolean;

/** Reads a `filter` condition: comparisons, `like`, `in`, `ispresent`, joined by `and`, `or`, `not` and brackets. */
export function readCondition(tokens: TokenReader): EventTest {
  const tests = [readAll(tokens)];
  while (tokens.take('or')) tests.push(readAll(tokens));
  return (read) => tests.some((test) => test(read));
}

function readAll(tokens: TokenReader): EventTest {
  const tests = [readOne(tokens)];
  while (tokens.take('and')) tests.push(readOne(tokens));
  return (read) => tests.every((test) => test(read));
}

function readOne(tokens: TokenReader): EventTest {
  if (tokens.take('not')) {
    const inner = readOne(tokens);
    return (read) => !inner(read);
  }
  if (tokens.take('(')) {
    const inner = readCondition(tokens);
    tokens.expect(')');
    return inner;
  }
  if (tokens.take('ispresent')) {
    tokens.expect('(');
    const field = tokens.name();
    tokens.expect(')');
    return (read) => read(field) !== undefined;
  }
  const field = tokens.name();
  if (tokens.take('not')) {
    const inner = readComparison(tokens, field);
    return (read) => !inner(read);
  }
  return readComparison(tokens, field);
}

function readComparison(tokens: TokenReader, field: string): EventTest {
  const operator = tokens.next().text.toLowerCase();
  if (operator === 'in') {
    const values = readList(tokens);
    return (read) => values.includes(read(field) ?? '');
  }
  const { kind, text } = tokens.next();
  if (operator === 'like' || operator === '=~') {
    if (kind === 'text') return (read) => read(field)?.includes(text) === true;
    if (kind !== 'expression') throw malformed(`like ${text}`);
    const expression = regularExpression(text);
    return (read) => expression.test(read(field) ?? '');
  }
  if (kind === 'name' || kind === 'sign') throw malformed(`comparison with ${text}`);
  return comparison(operator, field, text);
}

function comparison(operator: string, field: string, wanted: string): EventTest {
  const order = (value: string): number => {
    const [a, b] = [Number(value), Number(wanted)];
    return Number.isNaN(a) || Number.isNaN(b) ? value.localeCompare(wanted) : a - b;
  };
  const tests: Readonly<Record<string, (value: string) => boolean>> = {
    '=': (value) => order(value) === 0,
    '!=': (value) => order(value) !== 0,
    '<': (value) => order(value) < 0,
    '<=': (value) => order(value) <= 0,
    '>': (value) => order(value) > 0,
    '>=': (value) => order(value) >= 0,
  };
  const test = tests[operator];
  if (test === undefined) throw malformed(`operator ${operator}`);
  return (read) => {
    const value = read(field);
    return value === undefined ? operator === '!=' : test(value);
  };
}

function readList(tokens: TokenReader): readonly string[] {
  tokens.expect('[');
  const values = [tokens.next().text];
  while (tokens.take(',')) values.push(tokens.next().text);
  tokens.expect(']');
  return values;
}

function regularExpression(source: string): RegExp {
  const isInsensitive = source.startsWith('(?i)');
  try {
    return new RegExp(isInsensitive ? source.slice(4) : source, isInsensitive ? 'i' : '');
  } catch {
    throw malformed(`/${source}/ is no regular expression`);
  }
}
