import { AwsError } from '../kernel/errors.ts';
import { compilePattern } from '../kernel/event-language/pattern.ts';
import { parsedOnce } from '../kernel/parsed-once.ts';
import { parseArn } from '../kernel/place.ts';
import type { BusEvent } from './event.ts';
import { giveUp } from './handover.ts';
import type { Retries } from './retry.ts';
import { ruleArn, targetsIn } from './rule-store.ts';
import type { RuleRow } from './rule-store.ts';
import { targetBody } from './target-input.ts';

/** How an event came to its bus. */
export interface Arrival {
  readonly event: BusEvent;
  readonly traceHeader?: string | undefined;
  /** A rule of another bus sent it: as on AWS it is not sent on to a third bus. */
  readonly fromRule?: boolean;
}

const patternIn = parsedOnce((text) => compilePattern(text));

/** Inside a write: brings an event to the targets of the enabled rules of its bus whose pattern fits. */
export function publish(retries: Retries, bus: string, arrival: Arrival): void {
  for (const rule of retries.room.rules.matchable(bus)) {
    if (patternIn(rule.pattern ?? '')(arrival.event)) sendToTargets(retries, rule, arrival);
  }
}

/** Inside a write: whatever the rule's pattern says (schedules). A failing target never fails the publisher. */
export function sendToTargets(retries: Retries, rule: RuleRow, arrival: Arrival): void {
  const { event, traceHeader, fromRule = false } = arrival;
  const { clock, place } = retries.room.ground;
  const arn = ruleArn(place, rule);
  for (const target of targetsIn(rule.targets)) {
    if (fromRule && parseArn(target.Arn)?.service === 'events') continue;
    const unfinished = {
      ruleArn: arn,
      ruleName: rule.name,
      targetArn: target.Arn,
      event: JSON.stringify(event),
      roleArn: target.RoleArn,
      traceHeader,
      maxAttempts: target.RetryPolicy.MaximumRetryAttempts,
      maxAgeMs: target.RetryPolicy.MaximumEventAgeInSeconds * 1_000,
      deadLetterArn: target.DeadLetterConfig.Arn,
    };
    try {
      const body = targetBody({ event, target, rule: { name: rule.name, arn }, ingestedAt: clock.now() });
      retries.attempt({ ...unfinished, body }, { attempts: 0, first_at: clock.now() });
    } catch (thrown) {
      // A template that gives no valid body for this event will not give one later either.
      if (!(thrown instanceof AwsError)) throw thrown;
      const { code, message } = thrown;
      giveUp(retries.room, { ...unfinished, body: '' }, { code, message, attempts: 0 });
    }
  }
}
