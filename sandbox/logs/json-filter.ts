import { isObject, parseJson } from '../kernel/json.ts';
import { invalidFilter } from './invalid-filter.ts';
import type { LineTest } from './line-test.ts';

type ValueTest = (value: unknown) => boolean;

/**
 * Compiles `{ $.a.b = "x*" && ($.n > 3 || $.list[0] NOT EXISTS) }`. Lines that are no JSON object never fit.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 */
export function compileJsonFilter(text: string): LineTest {
  const body = /^\{(.*)\}$/s.exec(text)?.[1];
  if (body === undefined) throw invalidFilter('a JSON pattern ends with }');
  const parser = new JsonFilterParser(body);
  const test = parser.whole();
  return (message) => {
    const value = message.startsWith('{') ? parseJson(message) : undefined;
    return isObject(value) && test(value);
  };
}

const token = /\s*(\(|\)|&&|\|\||!=|<=|>=|=|<|>|"(?:[^"\\]|\\.)*"|%[^%]+%|\$[^\s()=!<>&|]*|[^\s()=!<>&|]+)/gy;

function tokensOf(text: string): string[] {
  const tokens: string[] = [];
  let end = 0;
  for (const match of text.matchAll(token)) {
    tokens.push(match[1] ?? '');
    end = match.index + match[0].length;
  }
  if (text.slice(end).trim() !== '') throw invalidFilter(`unexpected ${text.slice(end).trim()}`);
  return tokens;
}

/** Recursive descent over the tokens: `||` binds weaker than `&&`. */
class JsonFilterParser {
  readonly #tokens: string[];

  constructor(text: string) {
    this.#tokens = tokensOf(text);
  }

  whole(): ValueTest {
    const test = this.#either();
    if (this.#tokens.length > 0) throw invalidFilter(`unexpected ${this.#tokens[0] ?? ''}`);
    return test;
  }

  #either(): ValueTest {
    const tests = [this.#both()];
    while (this.#take('||')) tests.push(this.#both());
    return (value) => tests.some((test) => test(value));
  }

  #both(): ValueTest {
    const tests = [this.#condition()];
    while (this.#take('&&')) tests.push(this.#condition());
    return (value) => tests.every((test) => test(value));
  }

  #condition(): ValueTest {
    if (this.#take('(')) {
      const test = this.#either();
      if (!this.#take(')')) throw invalidFilter('a bracket is not closed');
      return test;
    }
    const select = selector(this.#next());
    const operator = this.#next();
    if (operator === 'NOT' && this.#take('EXISTS')) return (value) => select(value) === undefined;
    if (operator === 'EXISTS') return (value) => select(value) !== undefined;
    if (operator === 'IS') {
      const wanted = new Map<string, unknown>([
        ['NULL', null],
        ['TRUE', true],
        ['FALSE', false],
      ]);
      const name = this.#next();
      if (!wanted.has(name)) throw invalidFilter(`IS ${name}`);
      return (value) => select(value) === wanted.get(name);
    }
    const compare = comparison(operator, this.#next());
    return (value) => compare(select(value));
  }

  #next(): string {
    const next = this.#tokens.shift();
    if (next === undefined) throw invalidFilter('a condition is missing');
    return next;
  }

  #take(wanted: string): boolean {
    if (this.#tokens[0] !== wanted) return false;
    this.#tokens.shift();
    return true;
  }
}

/** `$.a.b[0]` or `$.a['b']` as a function. */
function selector(path: string): (value: unknown) => unknown {
  if (!path.startsWith('$')) throw invalidFilter(`${path} is no selector; selectors begin with $`);
  const steps = [...path.slice(1).matchAll(/\.([\w@-]+)|\[(\d+)\]|\["?'?([^\]'"]+)'?"?\]/g)];
  if (steps.map(([whole]) => whole).join('') !== path.slice(1)) throw invalidFilter(`selector ${path}`);
  const names = steps.map(([, name, index, quoted]) => name ?? index ?? quoted ?? '');
  return (value) => names.reduce<unknown>((inner, name) => memberOf(inner, name), value);
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? Reflect.get(value, name)
    : undefined;
}

function comparison(operator: string, text: string): ValueTest {
  const isQuoted = text.startsWith('"');
  const literal = isQuoted ? text.slice(1, -1).replaceAll(/\\(.)/g, '$1') : text;
  const number = isQuoted ? NaN : Number(literal);
  const matches = Number.isNaN(number) ? textTest(literal) : (value: unknown) => value === number;
  const ordered: Readonly<Record<string, (value: number) => boolean>> = {
    '<': (value) => value < number,
    '<=': (value) => value <= number,
    '>': (value) => value > number,
    '>=': (value) => value >= number,
  };
  if (operator === '=') return matches;
  if (operator === '!=') return (value) => value !== undefined && !matches(value);
  const order = ordered[operator];
  if (order === undefined || Number.isNaN(number)) throw invalidFilter(`${operator} ${text}`);
  return (value) => typeof value === 'number' && order(value);
}

/** A text in which `*` stands for anything. */
function textTest(pattern: string): ValueTest {
  const source = pattern
    .split('*')
    .map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&'))
    .join('.*');
  const expression = new RegExp(`^${source}$`, 's');
  return (value) =>
    (typeof value === 'string' || typeof value === 'boolean') && expression.test(String(value));
}
