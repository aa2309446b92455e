import { JSONPath } from 'jsonpath-plus';
import { isObject } from '../../kernel/json.ts';
import type { Json } from '../../kernel/json.ts';
import { parsedOnce } from '../../kernel/parsed-once.ts';
import type { Random } from '../../kernel/random.ts';
import { SyntaxProblem } from './errors.ts';

/** What paths and intrinsic functions of a state can see. */
export interface Scope {
  /** `$` */
  readonly input: Json;
  /** `$$`; asked only by the paths that need it, because it is built for each state. */
  readonly context: () => Json;
  /** For States.UUID and States.MathRandom. */
  readonly random: Random;
}

/** A path of a definition, understood once. */
export interface Path {
  readonly text: string;
  /** The steps of a path that names exactly one place below `$`: only such a path may be written to. */
  readonly reference?: readonly Step[];
  /** What stands there, or undefined; a path with wildcards, slices or `..` gives the list of all it finds. */
  readonly read: (scope: Scope) => Json | undefined;
}

/** A member name, or an index of an array. */
export type Step = string | number;

/**
 * Understands a JSONPath that begins with `$` (input) or `$$` (context object). Paths that name one place are walked
 * here; what finds many (wildcards, slices, unions of indexes, `..`) is left to a library with evaluation switched off.
 * @throws SyntaxProblem for filters, functions and other things that are no such path
 */
export const pathOf = parsedOnce(understand);

function understand(text: string): Path {
  if (!text.startsWith('$')) throw new SyntaxProblem(`'${text}' is no path: it must begin with $`);
  const isContext = text.startsWith('$$');
  const below = text.slice(isContext ? 2 : 1);
  const rootOf = (scope: Scope): Json => (isContext ? scope.context() : scope.input);
  const steps = stepsOf(below);
  if (steps !== undefined) {
    return {
      text,
      ...(isContext ? {} : { reference: steps }),
      read: (scope) => walk(rootOf(scope), steps),
    };
  }
  refuseUnsupported(text, below);
  return {
    text,
    // With `wrap` the library always gives a list.
    read: (scope) => JSONPath<Json[]>({ path: `$${below}`, json: rootOf(scope), eval: false, wrap: true }),
  };
}

/** Also with a dot before a bracket, `$.[0]`, as Step Functions takes it. */
const oneStep =
  /\.([^.[\]()*?@,:~^`'"\s]+)|\.?\[(-?\d+)\]|\.?\[(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)")\]/y;

/** The steps of a path that names one place, or undefined where it names many or none. */
function stepsOf(below: string): readonly Step[] | undefined {
  const steps: Step[] = [];
  oneStep.lastIndex = 0;
  for (let at = 0; at < below.length; at = oneStep.lastIndex) {
    oneStep.lastIndex = at;
    const found = oneStep.exec(below);
    if (found === null) return undefined;
    const [, name, index, single, double] = found;
    steps.push(
      index === undefined ? (name ?? (single ?? double ?? '').replaceAll(/\\(.)/g, '$1')) : Number(index),
    );
  }
  return steps;
}

const manySteps =
  /^(?:\.\.?(?:\*|[^.[\]()*?@,:~^`'"\s]+)|(?:\.\.)?\[(?:\*|-?\d+(?:,-?\d+)*|-?\d*:-?\d*(?::\d+)?|'[^'^~@`\\]+'|"[^"^~@`\\]+")\])+$/;

function refuseUnsupported(text: string, below: string): void {
  if (/\[\?|\(/.test(below)) {
    throw new SyntaxProblem(`'${text}': filters and functions in paths are not supported by the sandbox`);
  }
  if (!manySteps.test(below)) throw new SyntaxProblem(`'${text}' is no valid JSONPath`);
}

function walk(root: Json, steps: readonly Step[]): Json | undefined {
  let value: Json | undefined = root;
  for (const step of steps) {
    if (typeof step === 'number') {
      value = Array.isArray(value) ? (value as readonly Json[]).at(step) : undefined; // isArray drops readonly
    } else {
      value = isObject(value) && Object.hasOwn(value, step) ? value[step] : undefined;
    }
    if (value === undefined) return undefined;
  }
  return value;
}
