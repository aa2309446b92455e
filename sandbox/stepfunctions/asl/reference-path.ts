import { isObject } from '../../kernel/json.ts';
import type { Json } from '../../kernel/json.ts';
import { StateError, SyntaxProblem } from './errors.ts';
import { pathOf } from './json-path.ts';
import type { Step } from './json-path.ts';

/** The steps of a reference path, as ResultPath wants it. @throws SyntaxProblem for a path that may name many places */
export function referenceOf(text: string): readonly Step[] {
  const { reference } = pathOf(text);
  if (reference === undefined || reference.some((step) => typeof step === 'number' && step < 0)) {
    throw new SyntaxProblem(`'${text}' is no reference path: it must name exactly one place`);
  }
  return reference;
}

/** `target` with `value` at the place that `path` names; missing objects on the way are made. `target` stays as it is. */
export function placeAt(target: Json, path: string, value: Json): Json {
  return placed({ path, value }, target, referenceOf(path));
}

interface Placing {
  readonly path: string;
  readonly value: Json;
}

function placed(placing: Placing, target: Json, steps: readonly Step[]): Json {
  const [step, ...rest] = steps;
  if (step === undefined) return placing.value;
  if (typeof step === 'number') {
    if (!Array.isArray(target) || step >= target.length) throw mismatch(placing.path, target);
    return (target as readonly Json[]).with(step, placed(placing, target[step] ?? null, rest)); // isArray drops readonly
  }
  if (!isObject(target)) throw mismatch(placing.path, target);
  const below = Object.hasOwn(target, step) ? (target[step] ?? {}) : {};
  return { ...target, [step]: placed(placing, below, rest) };
}

function mismatch(path: string, target: Json): StateError {
  return new StateError(
    'States.ResultPathMatchFailure',
    `Unable to apply ReferencePath ${path} to input ${JSON.stringify(target)}`,
  );
}
