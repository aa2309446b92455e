import type { Ground } from '../kernel/ground.ts';
import { parseArn } from '../kernel/place.ts';
import type { BusEvent } from './event.ts';
import { compilePattern } from '../kernel/event-language/pattern.ts';
import type { EventTest } from '../kernel/event-language/pattern.ts';
import type { Retries } from './retry.ts';
import { ruleArn, targetsOf } from './rule-store.ts';
import type { RuleRow, RuleStore } from './rule-store.ts';
import type { Target } from './target.ts';
import { targetBody } from './target-input.ts';

/** How an event came to its bus. */
export interface Arrival {
  readonly bus: string;
  readonly event: BusEvent;
  readonly traceHeader?: string | undefined;
  /** A rule of another bus sent it: as on AWS it is not sent on to a third bus. */
  readonly fromRule?: boolean;
}

/** Brings events to the targets of rules, inside the open transaction; a failing target never fails the publisher. */
export interface Dispatcher {
  /** To all enabled rules of the bus whose pattern fits. */
  publish(arrival: Arrival): void;
  /** To the targets of one rule, whatever its pattern says (schedules). */
  fire(rule: RuleRow, event: BusEvent): void;
}

const defaultRetryAttempts = 185;
const defaultMaxAgeSeconds = 86_400;

/** A dispatcher over the rules in the store. */
export function createDispatcher(ground: Ground, rules: RuleStore, retries: Retries): Dispatcher {
  // Derived from pattern texts, so it may be dropped at any time and never goes stale.
  const compiled = new Map<string, EventTest>();
  const testOf = (pattern: string): EventTest => {
    const test = compiled.get(pattern) ?? compilePattern(pattern);
    if (compiled.size > 1_000) compiled.clear();
    compiled.set(pattern, test);
    return test;
  };
  const send = (rule: RuleRow, { event, traceHeader, fromRule }: Omit<Arrival, 'bus'>): void => {
    const arn = ruleArn(ground.place, rule);
    for (const target of targetsOf(rule)) {
      if (fromRule === true && parseArn(target.Arn)?.service === 'events') continue;
      retries.hand(
        {
          ruleArn: arn,
          ruleName: rule.name,
          targetArn: target.Arn,
          event: JSON.stringify(event),
          roleArn: target.RoleArn,
          traceHeader,
          ...retryPolicyOf(target),
        },
        () => targetBody({ event, target, rule: { name: rule.name, arn }, ingestedAt: ground.clock.now() }),
      );
    }
  };
  return {
    fire: (rule, event) => {
      send(rule, { event });
    },
    publish: ({ bus, ...arrival }) => {
      for (const rule of rules.matchable(bus)) {
        if (testOf(rule.pattern ?? '')(arrival.event)) send(rule, arrival);
      }
    },
  };
}

function retryPolicyOf({ RetryPolicy, DeadLetterConfig }: Target) {
  return {
    maxAttempts: RetryPolicy?.MaximumRetryAttempts ?? defaultRetryAttempts,
    maxAgeMs: (RetryPolicy?.MaximumEventAgeInSeconds ?? defaultMaxAgeSeconds) * 1_000,
    deadLetterArn: DeadLetterConfig?.Arn,
  };
}
