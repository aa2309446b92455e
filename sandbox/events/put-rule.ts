import * as z from 'zod';
import type { Ground } from '../kernel/ground.ts';
import { inputOf } from '../kernel/input.ts';
import { operation } from '../kernel/operation.ts';
import type { Operation } from '../kernel/operation.ts';
import type { BusStore } from './bus-store.ts';
import { nameSchema, ruleKey, rulePermission } from './rule-shape.ts';
import { ruleArn } from './rule-key.ts';
import type { RuleStore } from './rule-store.ts';

const parse = inputOf(
  z.strictObject({
    Name: nameSchema,
    EventBusName: z.string().optional(),
    Description: z.string().max(512).optional(),
    EventPattern: z.string().max(4_096).optional(),
    ScheduleExpression: z.string().max(256).optional(),
    State: z.enum(['ENABLED', 'DISABLED']).optional(),
    RoleArn: z.string().optional(),
  }),
);

/** PutRule: creates a rule or replaces all of it but its targets. */
export function putRule(ground: Ground, buses: BusStore, rules: RuleStore): Operation {
  return operation({
    name: 'PutRule',
    kind: 'write',
    parse,
    permissions: (input, place) => rulePermission('PutRule', place, ruleKey(input.Name, input.EventBusName)),
    run: (input) => {
      const key = ruleKey(input.Name, input.EventBusName);
      buses.get(key.bus);
      rules.put({
        ...key,
        description: input.Description,
        pattern: input.EventPattern,
        schedule: input.ScheduleExpression,
        state: input.State,
        roleArn: input.RoleArn,
      });
      return { RuleArn: ruleArn(ground.place, key) };
    },
  });
}
