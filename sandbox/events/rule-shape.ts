import * as z from 'zod';
import { inputOf } from '../kernel/input.ts';
import type { Permission } from '../kernel/operation.ts';
import type { Place } from '../kernel/place.ts';
import { busName } from './bus-store.ts';
import { ruleArn } from './rule-key.ts';
import type { RuleKey } from './rule-key.ts';
import type { RuleRow } from './rule-store.ts';

/** Names of rules and buses. */
export const nameSchema = z.string().regex(/^[.\-\w/]{1,256}$/);

/** Input that names one rule by `Name`. */
export const parseRuleName = inputOf(
  z.strictObject({ Name: nameSchema, EventBusName: z.string().optional(), Force: z.boolean().optional() }),
);

/** The rule that an input names. */
export function ruleKey(name: string, bus: string | undefined): RuleKey {
  return { bus: busName(bus), name };
}

/** The permission to do `action` with a rule. */
export function rulePermission(action: string, place: Place, key: RuleKey): readonly Permission[] {
  return [{ action: `events:${action}`, resource: ruleArn(place, key) }];
}

/** A rule as DescribeRule and ListRules show it. */
export function ruleShape(place: Place, rule: RuleRow): Readonly<Record<string, string | undefined>> {
  return {
    Name: rule.name,
    Arn: ruleArn(place, rule),
    EventPattern: rule.pattern ?? undefined,
    ScheduleExpression: rule.schedule ?? undefined,
    State: rule.state,
    Description: rule.description ?? undefined,
    RoleArn: rule.role_arn ?? undefined,
    EventBusName: rule.bus,
  };
}
