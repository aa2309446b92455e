import { compileGlob } from '../kernel/event-language/glob.ts';

/** What is known about a call, by condition key in lower case. */
export type ConditionContext = ReadonlyMap<string, string>;

type Compare = (actual: string, wanted: string) => boolean;

/** How an operator treats one value; negated ones hold only where no value fits. */
interface ConditionOperator {
  readonly fits: Compare;
  readonly isNegated?: boolean;
}

const equal: Compare = (actual, wanted) => actual === wanted;
const equalIgnoringCase: Compare = (actual, wanted) => actual.toLowerCase() === wanted.toLowerCase();

/** The operators that the sandbox evaluates, for keys that are texts; `IfExists` may follow each but Null. */
export const conditionOperators: ReadonlyMap<string, ConditionOperator> = new Map(
  Object.entries<ConditionOperator>({
    StringEquals: { fits: equal },
    StringNotEquals: { fits: equal, isNegated: true },
    StringEqualsIgnoreCase: { fits: equalIgnoringCase },
    StringNotEqualsIgnoreCase: { fits: equalIgnoringCase, isNegated: true },
    StringLike: { fits: matchesWildcards },
    StringNotLike: { fits: matchesWildcards, isNegated: true },
    ArnEquals: { fits: matchesArn },
    ArnLike: { fits: matchesArn },
    ArnNotEquals: { fits: matchesArn, isNegated: true },
    ArnNotLike: { fits: matchesArn, isNegated: true },
    Bool: { fits: equalIgnoringCase },
    Null: { fits: equal },
  }),
);

/** Keys of the services whose operations tell them with their permissions; AWS's global keys are told by the evaluator. */
const serviceKeys = new Set(['cloudwatch:namespace', 'ses:fromaddress', 'sns:protocol', 'sns:endpoint']);

/** Global condition keys that the evaluator tells. */
const globalKeys = [
  'aws:securetransport',
  'aws:principalarn',
  'aws:principalaccount',
  'aws:principalisawsservice',
  'aws:sourcearn',
  'aws:sourceaccount',
  'aws:requestedregion',
] as const;

/** Whether the sandbox can say what a condition key's value is. */
export function supportedKey(key: string): boolean {
  const name = key.toLowerCase();
  return serviceKeys.has(name) || globalKeys.some((known) => known === name);
}

/** Whether all conditions of a statement hold. */
export function conditionsHold(
  conditions: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> | undefined,
  context: ConditionContext,
): boolean {
  return Object.entries(conditions ?? {}).every(([name, keys]) =>
    Object.entries(keys).every(([key, wanted]) => holds(name, context.get(key.toLowerCase()), wanted)),
  );
}

function holds(name: string, actual: string | undefined, wanted: readonly string[]): boolean {
  if (name === 'Null') return wanted.includes(String(actual === undefined));
  const operator = conditionOperators.get(name.replace(/IfExists$/, ''));
  if (operator === undefined) return false;
  const isNegated = operator.isNegated === true;
  // A key that is not there fits nothing; that satisfies negated operators and those that say IfExists.
  if (actual === undefined) return isNegated || name.endsWith('IfExists');
  return wanted.some((value) => operator.fits(actual, value)) !== isNegated;
}

/** `*` and `?` as in resources and StringLike. */
export function matchesWildcards(actual: string, pattern: string): boolean {
  if (!/[*?]/.test(pattern)) return actual === pattern;
  if (!pattern.includes('?')) return pattern === '*' || wildcard(pattern)(actual);
  const source = pattern
    .replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, 's').test(actual);
}

function wildcard(pattern: string): (text: string) => boolean {
  const glob = pattern.replaceAll('\\', '\\\\').replaceAll(/\*+/g, '*');
  return compileGlob(glob) ?? (() => false);
}

/** ARNs are compared part by part, so that a `*` never reaches over a colon. */
function matchesArn(actual: string, pattern: string): boolean {
  const [actualParts, patternParts] = [arnParts(actual), arnParts(pattern)];
  return patternParts.every((part, index) => matchesWildcards(actualParts[index] ?? '', part));
}

function arnParts(arn: string): readonly string[] {
  const parts = arn.split(':');
  return [...parts.slice(0, 5), parts.slice(5).join(':')];
}
