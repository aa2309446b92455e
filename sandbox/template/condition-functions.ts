import { isObject } from '../kernel/json.ts';
import type { Json } from '../kernel/json.ts';
import type { Evaluation, IntrinsicFunction } from './evaluation.ts';
import { asList, asText } from './shape.ts';
import { TemplateError } from './template-error.ts';

/** The functions that decide: their arguments are conditions, which are booleans once resolved. */
export const conditionFunctions: readonly (readonly [string, IntrinsicFunction])[] = [
  ['Fn::If', choose],
  ['Fn::Equals', equals],
  ['Fn::And', (argument, run) => holding(argument, run).every(Boolean)],
  ['Fn::Or', (argument, run) => holding(argument, run).some(Boolean)],
  ['Fn::Not', (argument, run) => !holds(asList(argument, run.at)[0] ?? '', run)],
];

/** Whether a condition expression (`{ Condition: Name }`, `Fn::Equals` …) is true. */
export function holds(expression: Json, run: Evaluation): boolean {
  if (isObject(expression) && typeof expression['Condition'] === 'string') {
    return run.scope.condition(expression['Condition'], run.at);
  }
  const value = run.value(expression);
  if (typeof value === 'boolean') return value;
  if (value === 'true' || value === 'false') return value === 'true';
  throw new TemplateError(run.at, 'must be a condition');
}

function choose(argument: Json, run: Evaluation): Json | undefined {
  const items = asList(argument, run.at);
  const [condition = '', whenTrue, whenFalse] = items;
  if (items.length !== 3 || whenTrue === undefined || whenFalse === undefined) {
    throw new TemplateError(run.at, 'Fn::If takes a condition and two values');
  }
  return run.value(run.scope.condition(asText(condition, run.at), run.at) ? whenTrue : whenFalse);
}

function equals(argument: Json, run: Evaluation): boolean {
  const items = asList(argument, run.at);
  if (items.length !== 2) throw new TemplateError(run.at, 'Fn::Equals takes two values');
  const [left, right] = items.map((item) => comparable(run.value(item)));
  return left === right;
}

/** CloudFormation compares texts: 0 equals '0'. */
function comparable(value: Json | undefined): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function holding(argument: Json, run: Evaluation): boolean[] {
  const items = asList(argument, run.at);
  if (items.length < 2 || items.length > 10) throw new TemplateError(run.at, 'takes two to ten conditions');
  return items.map((item) => holds(item, run));
}
