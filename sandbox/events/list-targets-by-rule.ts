import * as z from 'zod';
import { inputOf } from '../kernel/input.ts';
import { operation } from '../kernel/operation.ts';
import type { Operation } from '../kernel/operation.ts';
import { pageOf, pagingMembers } from './paging.ts';
import { nameSchema, ruleKey, rulePermission } from './rule-shape.ts';
import type { RuleStore } from './rule-store.ts';

const parse = inputOf(
  z.strictObject({ Rule: nameSchema, EventBusName: z.string().optional(), ...pagingMembers }),
);

/** ListTargetsByRule. */
export function listTargetsByRule(rules: RuleStore): Operation {
  return operation({
    name: 'ListTargetsByRule',
    kind: 'read',
    parse,
    permissions: (input, place) =>
      rulePermission('ListTargetsByRule', place, ruleKey(input.Rule, input.EventBusName)),
    run: (input) => {
      const rule = rules.get(ruleKey(input.Rule, input.EventBusName));
      const { items, more } = pageOf(rules.targets.list(rule), input);
      return { Targets: items, ...more };
    },
  });
}
