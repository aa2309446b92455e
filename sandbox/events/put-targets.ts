import * as z from 'zod';
import { inputOf } from '../kernel/input.ts';
import { operation } from '../kernel/operation.ts';
import type { Operation } from '../kernel/operation.ts';
import { nameSchema, ruleKey, rulePermission } from './rule-shape.ts';
import type { RuleStore } from './rule-store.ts';
import { targetSchema } from './target.ts';

const parse = inputOf(
  z.strictObject({
    Rule: nameSchema,
    EventBusName: z.string().optional(),
    Targets: z.array(targetSchema).min(1).max(100),
  }),
);

/** PutTargets: adds targets or replaces those with the same id. */
export function putTargets(rules: RuleStore): Operation {
  return operation({
    name: 'PutTargets',
    kind: 'write',
    parse,
    permissions: (input, place) =>
      rulePermission('PutTargets', place, ruleKey(input.Rule, input.EventBusName)),
    run: (input) => {
      const rule = rules.get(ruleKey(input.Rule, input.EventBusName));
      for (const target of input.Targets) rules.targets.put(rule, target);
      return { FailedEntryCount: 0, FailedEntries: [] };
    },
  });
}
