import { AwsError } from 'serverless-sandbox';
import type { Effect } from './effect.ts';

/** What happens to a call of an AWS operation. */
export type Trouble =
  /** Refused for load, nothing happened. */
  | 'throttle'
  /** The service is down: nothing happened, and the caller cannot know. */
  | 'fail'
  /** It happened, and the answer is lost. */
  | 'lose-answer'
  /** It happens this much later (ms of the virtual clock). */
  | { readonly delayMs: number }
  /** The process dies, just before or just after it happened. */
  | 'crash-before'
  | 'crash-after';

/** Which calls meet trouble. */
export interface FaultRule {
  /** Function or state machine that calls: `ProcessPayment`; anybody without it. */
  readonly who?: string;
  /** `dynamodb:TransactWriteItems`; anything without it. */
  readonly call?: string;
  /** Lets so many matching calls pass first. */
  readonly after?: number;
  /** Ends after so many; never without it. */
  readonly times?: number;
  readonly trouble: Trouble;
}

/** Rules with how often each has matched: what a restart must not forget. */
export class FaultRules {
  readonly #rules: { readonly rule: FaultRule; seen: number }[] = [];

  constructor(rules: readonly FaultRule[] = []) {
    this.add(...rules);
  }

  add(...rules: readonly FaultRule[]): void {
    for (const rule of rules) this.#rules.push({ rule, seen: 0 });
  }

  clear(): void {
    this.#rules.length = 0;
  }

  /** A copy that goes on counting from here. */
  copy(): FaultRules {
    const copy = new FaultRules();
    for (const { rule, seen } of this.#rules) copy.#rules.push({ rule, seen });
    return copy;
  }

  /** What happens to a call; undefined: nothing. */
  troubleFor(effect: Effect): Trouble | undefined {
    for (const each of this.#rules) {
      const { who = effect.who, call = effect.call, after = 0, times = Infinity, trouble } = each.rule;
      if (who !== effect.who || call !== effect.call) continue;
      each.seen += 1;
      if (each.seen > after && each.seen <= after + times) return trouble;
    }
    return undefined;
  }
}

/** The refusal as the called service words it. */
export function refusal(effect: Effect, trouble: 'throttle' | 'fail' | 'lose-answer'): AwsError {
  if (trouble !== 'throttle') return new AwsError('InternalServerError', 'injected', { status: 500 });
  if (effect.call.startsWith('lambda:'))
    return new AwsError('TooManyRequestsException', 'injected', { status: 429 });
  if (effect.call.startsWith('dynamodb:')) {
    return new AwsError('ProvisionedThroughputExceededException', 'injected', { status: 400 });
  }
  return new AwsError('ThrottlingException', 'injected', { status: 400 });
}
