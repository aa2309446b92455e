import { AwsError } from '../kernel/errors.ts';
import type { Points } from './statistics.ts';

/** A value of an expression: one number, or one per stretch of time. */
export type MathValue = number | Points;

/** An expression, taken apart. */
export type Expression = (metric: (id: string) => Points) => MathValue;

/**
 * Compiles the part of CloudWatch's metric math that alarms of this kind use: `+ - * /`, comparisons, parentheses,
 * and ABS, AVG, CEIL, FILL, FLOOR, IF, MAX, MIN, SUM. A point without data, or divided by zero, is no point.
 * @throws AwsError ValidationError that names what is not supported
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html
 */
export function compileExpression(text: string): Expression {
  const tokens = text.match(/\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|\w+|[<>=!]=|[^\s]/g) ?? [];
  const parser = new Parser(tokens, text);
  const expression = parser.comparison();
  parser.expectEnd();
  return expression;
}

type Binary = (a: number, b: number) => number;

const comparisons: Readonly<Record<string, Binary>> = {
  '<': (a, b) => Number(a < b),
  '<=': (a, b) => Number(a <= b),
  '>': (a, b) => Number(a > b),
  '>=': (a, b) => Number(a >= b),
  '==': (a, b) => Number(a === b),
  '!=': (a, b) => Number(a !== b),
};
const sums: Readonly<Record<string, Binary>> = { '+': (a, b) => a + b, '-': (a, b) => a - b };
const products: Readonly<Record<string, Binary>> = { '*': (a, b) => a * b, '/': (a, b) => a / b };

const mappings: Readonly<Record<string, (value: number) => number>> = {
  ABS: Math.abs,
  CEIL: Math.ceil,
  FLOOR: Math.floor,
};
const aggregates: Readonly<Record<string, (values: readonly number[]) => number>> = {
  MAX: (values) => Math.max(...values),
  MIN: (values) => Math.min(...values),
  SUM: (values) => values.reduce((sum, value) => sum + value, 0),
  AVG: (values) => values.reduce((sum, value) => sum + value, 0) / values.length,
};

/** Recursive descent over the tokens; each method reads one level of precedence. */
class Parser {
  readonly #tokens: readonly string[];
  readonly #text: string;
  #at = 0;

  constructor(tokens: readonly string[], text: string) {
    this.#tokens = tokens;
    this.#text = text;
  }

  comparison(): Expression {
    return this.#level(comparisons, () =>
      this.#level(sums, () => this.#level(products, () => this.#factor())),
    );
  }

  expectEnd(): void {
    if (this.#at < this.#tokens.length) throw this.#refusal(this.#tokens[this.#at]);
  }

  #level(operators: Readonly<Record<string, Binary>>, next: () => Expression): Expression {
    let left = next();
    for (;;) {
      const apply = operators[this.#tokens[this.#at] ?? ''];
      if (apply === undefined) return left;
      this.#at += 1;
      const [a, b] = [left, next()];
      left = (metric) => combine(a(metric), b(metric), apply);
    }
  }

  #factor(): Expression {
    const token = this.#next();
    if (token === '-') {
      const operand = this.#factor();
      return (metric) => combine(0, operand(metric), (a, b) => a - b);
    }
    if (token === '(') {
      const inner = this.comparison();
      this.#expect(')');
      return inner;
    }
    if (token === '[') throw this.#refusal('[ outside MAX, MIN, SUM, AVG');
    if (/^\d/.test(token)) return () => Number(token);
    if (this.#tokens[this.#at] === '(') return this.#call(token);
    if (/^[a-z]\w*$/.test(token)) return (metric) => metric(token);
    throw this.#refusal(token);
  }

  #call(name: string): Expression {
    this.#expect('(');
    const isList = this.#tokens[this.#at] === '[';
    if (isList) this.#at += 1;
    const given: Expression[] = [];
    do given.push(this.comparison());
    while (this.#tokens[this.#at] === ',' && this.#next() === ',');
    if (isList) this.#expect(']');
    this.#expect(')');
    const call = functionOf(name, given, isList);
    if (call === undefined) throw this.#refusal(`${name} with ${String(given.length)} arguments`);
    return call;
  }

  #next(): string {
    const token = this.#tokens[this.#at];
    if (token === undefined) throw this.#refusal('the end');
    this.#at += 1;
    return token;
  }

  #expect(token: string): void {
    if (this.#next() !== token) throw this.#refusal(this.#tokens[this.#at - 1]);
  }

  #refusal(what: string | undefined): AwsError {
    const message = `Error in expression '${this.#text}': ${String(what)} is not supported by the sandbox here.`;
    return new AwsError('ValidationError', message);
  }
}

function functionOf(name: string, given: readonly Expression[], isList: boolean): Expression | undefined {
  const [first, second, third] = given;
  const aggregate = aggregates[name];
  if (aggregate !== undefined && isList)
    return (metric) =>
      acrossSeries(
        given.map((value) => value(metric)),
        aggregate,
      );
  if (isList || first === undefined) return undefined;
  if (aggregate !== undefined && given.length === 1) return (metric) => overTime(first(metric), aggregate);
  const mapping = mappings[name];
  if (mapping !== undefined && given.length === 1) return (metric) => combine(first(metric), 0, mapping);
  if (second === undefined) return undefined;
  if (name === 'FILL' && given.length === 2) return (metric) => filled(first(metric), second(metric));
  if (name !== 'IF' || third === undefined || given.length > 3) return undefined;
  return (metric) => chosen(first(metric), second(metric), third(metric));
}

function combine(a: MathValue, b: MathValue, apply: Binary): MathValue {
  if (typeof a === 'number' && typeof b === 'number') return apply(a, b);
  return pointwise([a, b], ([x, y]) => (x === undefined || y === undefined ? undefined : apply(x, y)));
}

/** MAX([a, b]) and the like: one value per point of time, over those that have data. */
function acrossSeries(
  values: readonly MathValue[],
  aggregate: (values: readonly number[]) => number,
): MathValue {
  return pointwise(values, (points) => {
    const present = points.filter((point) => point !== undefined);
    return present.length === 0 ? undefined : aggregate(present);
  });
}

function overTime(value: MathValue, aggregate: (values: readonly number[]) => number): MathValue {
  if (typeof value === 'number') return value;
  const present = value.filter((point) => point !== undefined);
  return present.length === 0 ? value : aggregate(present);
}

function filled(value: MathValue, filler: MathValue): MathValue {
  return pointwise([value, filler], ([point, fill]) => point ?? fill);
}

function chosen(condition: MathValue, yes: MathValue, no: MathValue): MathValue {
  return pointwise([condition, yes, no], ([test, a, b]) =>
    test === undefined ? undefined : test !== 0 ? a : b,
  );
}

function pointwise(
  values: readonly MathValue[],
  apply: (points: readonly (number | undefined)[]) => number | undefined,
): Points {
  const length = Math.max(...values.map((value) => (typeof value === 'number' ? 1 : value.length)));
  return Array.from({ length }, (_, index) => {
    const point = apply(values.map((value) => (typeof value === 'number' ? value : value[index])));
    return point === undefined || !Number.isFinite(point) ? undefined : point;
  });
}
