import { AwsError } from '../kernel/errors.ts';

/** A value of one stretch of time; undefined where there is none. */
export type Point = number | undefined;

/** An expression, taken apart. */
export interface Expression {
  /** The metrics that it names. */
  readonly ids: readonly string[];
  readonly evaluate: (metric: (id: string) => Point) => Point;
}

type Term = Expression['evaluate'];

/**
 * Compiles the part of CloudWatch's metric math that alarms of this kind use: `+ - * /` and brackets over metrics and
 * numbers. What lacks data, or is divided by zero, is no point.
 * @throws AwsError ValidationError that names what is not supported
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html
 */
export function compileExpression(text: string): Expression {
  const tokens = text.match(/\d+(?:\.\d+)?|\w+|\S/g) ?? [];
  const ids: string[] = [];
  const refusal = (what = 'the end'): AwsError =>
    new AwsError(
      'ValidationError',
      `Error in expression '${text}': ${what} is not supported by the sandbox here.`,
    );
  const take = (...wanted: readonly string[]): string | undefined =>
    wanted.includes(tokens[0] ?? '') ? tokens.shift() : undefined;

  const sum = (): Term => {
    let left = product();
    for (let sign = take('+', '-'); sign !== undefined; sign = take('+', '-')) {
      left = combined(left, product(), sign === '+' ? (a, b) => a + b : (a, b) => a - b);
    }
    return left;
  };
  const product = (): Term => {
    let left = factor();
    for (let sign = take('*', '/'); sign !== undefined; sign = take('*', '/')) {
      left = combined(left, factor(), sign === '*' ? (a, b) => a * b : (a, b) => a / b);
    }
    return left;
  };
  const factor = (): Term => {
    const token = tokens.shift();
    if (token === '-')
      return combined(
        () => 0,
        factor(),
        (a, b) => a - b,
      );
    if (token === '(') {
      const inner = sum();
      if (take(')') === undefined) throw refusal(tokens[0]);
      return inner;
    }
    if (token === undefined || !/^[\da-z]/.test(token)) throw refusal(token);
    if (/^\d/.test(token)) return () => Number(token);
    ids.push(token);
    return (metric) => metric(token);
  };

  const evaluate = sum();
  if (tokens.length > 0) throw refusal(tokens[0]);
  return { ids, evaluate };
}

function combined(left: Term, right: Term, apply: (a: number, b: number) => number): Term {
  return (metric) => {
    const [a, b] = [left(metric), right(metric)];
    const value = a === undefined || b === undefined ? NaN : apply(a, b);
    return Number.isFinite(value) ? value : undefined;
  };
}
