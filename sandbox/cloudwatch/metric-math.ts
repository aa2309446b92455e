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
  const refusal = (what = 'the end'): AwsError => {
    const message = `Error in expression '${text}': ${what} is not supported by the sandbox here.`;
    return new AwsError('ValidationError', message);
  };
  /** Operands that are joined, from left to right, by operators of one rank. */
  const chain = (signs: readonly string[], operand: () => Term): Term => {
    let left = operand();
    while (signs.includes(tokens[0] ?? '')) left = combined(left, tokens.shift() ?? '', operand());
    return left;
  };
  const sum = (): Term => chain(['+', '-'], () => chain(['*', '/'], factor));
  const factor = (): Term => {
    const token = tokens.shift();
    if (token === '-') return combined(() => 0, '-', factor());
    if (token === '(') {
      const inner = sum();
      const end = tokens.shift();
      if (end !== ')') throw refusal(end);
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

function combined(left: Term, sign: string, right: Term): Term {
  return (metric) => {
    const [a = NaN, b = NaN] = [left(metric), right(metric)];
    const value = applied(a, sign, b);
    return Number.isFinite(value) ? value : undefined;
  };
}

function applied(a: number, sign: string, b: number): number {
  switch (sign) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    default:
      return a / b;
  }
}
