import type { Item } from '../checker/evidence.ts';
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
  /** Another transaction is busy with the same rows. */
  | 'conflict'
  /** The same transaction is still under way. */
  | 'in-progress'
  /** The token was used for another transaction. */
  | 'mismatch'
  /** It happens, and the answer is a part of it: half of a batch, a page of one row. */
  | 'short-answer'
  /** The invoked function answers with an error of this name, or with one without a name. */
  | { readonly functionError: string | undefined }
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
  /** Only while this part of every five seconds lasts (ms). */
  readonly downMs?: number;
  /** Every so manyth of the calls only. */
  readonly every?: number;
  readonly trouble: Trouble;
}

const windowMs = 5_000;

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
      const { who = effect.who, call = effect.call, trouble, downMs = windowMs } = each.rule;
      if (who !== effect.who || call !== effect.call || effect.at % windowMs >= downMs) continue;
      const { after = 0, times = Infinity, every = 1 } = each.rule;
      each.seen += 1;
      const number = each.seen - after;
      if (number > 0 && number <= times && number % every === 0) return trouble;
    }
    return undefined;
  }
}

/** Troubles that refuse a call, or lose its answer. */
export type Refusal = 'throttle' | 'fail' | 'lose-answer' | 'conflict' | 'in-progress' | 'mismatch';

/** The refusal as the called service words it. */
export function refusal(effect: Effect, trouble: Refusal): AwsError {
  switch (trouble) {
    case 'conflict':
      return new AwsError('TransactionCanceledException', 'injected', {
        details: { CancellationReasons: [{ Code: 'TransactionConflict', Message: 'injected' }] },
      });
    case 'in-progress':
      return new AwsError('TransactionInProgressException', 'injected');
    case 'mismatch':
      return new AwsError('IdempotentParameterMismatchException', 'injected');
    case 'throttle':
      return throttled(effect);
    default:
      return new AwsError('InternalServerError', 'injected', { status: 500 });
  }
}

function throttled({ call }: Effect): AwsError {
  if (call.startsWith('lambda:'))
    return new AwsError('TooManyRequestsException', 'injected', { status: 429 });
  const code = call.startsWith('dynamodb:')
    ? 'ProvisionedThroughputExceededException'
    : 'ThrottlingException';
  return new AwsError(code, 'injected');
}

/** What Invoke answers for a function that failed. */
export function failedFunction(errorType: string | undefined): Item {
  const error = { errorMessage: 'injected', ...(errorType === undefined ? {} : { errorType }) };
  return { StatusCode: 200, FunctionError: 'Unhandled', Payload: JSON.stringify(error) };
}
