import { operation } from '../kernel/operation.ts';
import type { Operation } from '../kernel/operation.ts';
import { parseRuleName, ruleKey, rulePermission } from './rule-shape.ts';
import type { RuleStore } from './rule-store.ts';

/** DeleteRule: refused while the rule has targets; an unknown rule is gone already. */
export function deleteRule(rules: RuleStore): Operation {
  return operation({
    name: 'DeleteRule',
    kind: 'write',
    parse: parseRuleName,
    permissions: (input, place) =>
      rulePermission('DeleteRule', place, ruleKey(input.Name, input.EventBusName)),
    run: (input) => {
      rules.remove(ruleKey(input.Name, input.EventBusName));
    },
  });
}
