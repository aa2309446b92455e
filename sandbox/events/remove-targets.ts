import * as z from 'zod';
import { inputOf } from '../kernel/input.ts';
import { operation } from '../kernel/operation.ts';
import type { Operation } from '../kernel/operation.ts';
import { nameSchema, ruleKey, rulePermission } from './rule-shape.ts';
import type { RuleStore } from './rule-store.ts';

const parse = inputOf(
  z.strictObject({
    Rule: nameSchema,
    EventBusName: z.string().optional(),
    Ids: z.array(z.string()).min(1).max(100),
    Force: z.boolean().optional(),
  }),
);

/** RemoveTargets. */
export function removeTargets(rules: RuleStore): Operation {
  return operation({
    name: 'RemoveTargets',
    kind: 'write',
    parse,
    permissions: (input, place) =>
      rulePermission('RemoveTargets', place, ruleKey(input.Rule, input.EventBusName)),
    run: (input) => {
      const key = rules.get(ruleKey(input.Rule, input.EventBusName));
      for (const id of input.Ids) rules.targets.remove(key, id);
      return { FailedEntryCount: 0, FailedEntries: [] };
    },
  });
}
