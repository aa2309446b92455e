import { operation } from '../kernel/operation.ts';
import type { Operation } from '../kernel/operation.ts';
import { parseRuleName, ruleKey, rulePermission } from './rule-shape.ts';
import type { RuleState, RuleStore } from './rule-store.ts';

/** EnableRule and DisableRule: a schedule that is enabled again counts from now. */
export function setRuleState(rules: RuleStore, name: 'EnableRule' | 'DisableRule'): Operation {
  const state: RuleState = name === 'EnableRule' ? 'ENABLED' : 'DISABLED';
  return operation({
    name,
    kind: 'write',
    parse: parseRuleName,
    permissions: (input, place) => rulePermission(name, place, ruleKey(input.Name, input.EventBusName)),
    run: (input) => {
      rules.setState(ruleKey(input.Name, input.EventBusName), state);
    },
  });
}
