import { AwsError } from '../errors.ts';
import { isObject } from '../json.ts';

/** Reads one value out of an event; undefined where the path leads nowhere. */
export type EventPath = (event: unknown) => unknown;

type Step = string | number | typeof everything;

const everything = Symbol('*');

/** One step: `.name`, `[3]`, `["name"]`, `.*` or `[*]`. */
const stepPattern = /\.(\*|[\w-]+)|\[(?:(\d+)|(\*)|'([^']*)'|"([^"]*)")\]/y;

/**
 * Compiles the JSON paths of EventBridge input transformers and Pipes: dots, names, indices and wildcards; no filters.
 * @throws AwsError where the path says more than that
 */
export function compilePath(path: string): EventPath {
  const steps = path.startsWith('$') ? stepsOf(path) : undefined;
  if (steps === undefined) {
    throw new AwsError('ValidationException', `Invalid JSON path: ${path}`);
  }
  return (event) => read(event, steps);
}

function stepsOf(path: string): Step[] | undefined {
  const steps: Step[] = [];
  let at = 1;
  while (at < path.length) {
    stepPattern.lastIndex = at;
    const match = stepPattern.exec(path);
    if (match === null) return undefined;
    at = stepPattern.lastIndex;
    const [, name, index, star, single, double] = match;
    if (name === '*' || star !== undefined) steps.push(everything);
    else steps.push(index === undefined ? (name ?? single ?? double ?? '') : Number(index));
  }
  return steps;
}

function read(value: unknown, [step, ...rest]: readonly Step[]): unknown {
  if (step === undefined || value === undefined) return value;
  if (step === everything) {
    const found = membersOf(value)
      .map((member) => read(member, rest))
      .filter((member) => member !== undefined);
    return found.length === 0 ? undefined : found;
  }
  if (Array.isArray(value)) return typeof step === 'number' ? read(value[step], rest) : undefined;
  return isObject(value) && Object.hasOwn(value, step) ? read(value[String(step)], rest) : undefined;
}

function membersOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  return isObject(value) ? Object.values(value) : [];
}
