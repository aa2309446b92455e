import type { Ground } from '../kernel/ground.ts';
import { operation } from '../kernel/operation.ts';
import type { Operation } from '../kernel/operation.ts';
import { parseRuleName, ruleKey, rulePermission, ruleShape } from './rule-shape.ts';
import type { RuleStore } from './rule-store.ts';

/** DescribeRule. */
export function describeRule({ place }: Ground, rules: RuleStore): Operation {
  return operation({
    name: 'DescribeRule',
    kind: 'read',
    parse: parseRuleName,
    permissions: (input) => rulePermission('DescribeRule', place, ruleKey(input.Name, input.EventBusName)),
    run: (input) => ({
      ...ruleShape(place, rules.get(ruleKey(input.Name, input.EventBusName))),
      CreatedBy: place.accountId,
    }),
  });
}
