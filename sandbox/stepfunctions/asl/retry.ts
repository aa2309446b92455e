import type { Random } from '../../kernel/random.ts';
import type { Catcher, Retrier } from './definition.ts';
import type { StateError } from './errors.ts';

/** Errors that end an execution whatever Retry and Catch say. */
const terminal = new Set(['States.Runtime', 'States.DataLimitExceeded']);

/** Whether no Retry and no Catch can handle an error, not even outside the branch where it happened. */
export function isTerminal({ error }: StateError): boolean {
  return terminal.has(error);
}

/** The first of `rules` that names `error`, with its index. */
export function ruleFor<Rule extends Retrier | Catcher>(
  rules: readonly Rule[] | undefined,
  thrown: StateError,
): { readonly rule: Rule; readonly index: number } | undefined {
  const { error } = thrown;
  if (rules === undefined || isTerminal(thrown)) return undefined;
  const index = rules.findIndex((rule) => rule.ErrorEquals.some((name) => isNamed(error, name)));
  const rule = rules[index];
  return rule === undefined ? undefined : { rule, index };
}

const timeouts = new Set(['States.Timeout', 'States.HeartbeatTimeout']);

function isNamed(error: string, name: string): boolean {
  if (name === error || name === 'States.ALL') return true;
  if (name === 'States.TaskFailed') return !timeouts.has(error);
  return name === 'States.Timeout' && error === 'States.HeartbeatTimeout';
}

/** Tries after the first that a retrier allows when it says nothing. */
export const defaultMaxAttempts = 3;

/** Milliseconds before the retry number `attempt` (from 1). Full jitter is uniform between none and all of the delay. */
export function retryDelay(retrier: Retrier, attempt: number, random: Random): number {
  const { IntervalSeconds = 1, BackoffRate = 2, MaxDelaySeconds = Infinity, JitterStrategy } = retrier;
  const seconds = Math.min(IntervalSeconds * BackoffRate ** (attempt - 1), MaxDelaySeconds, 99_999_999);
  return Math.round(seconds * 1_000 * (JitterStrategy === 'FULL' ? random.fraction() : 1));
}
