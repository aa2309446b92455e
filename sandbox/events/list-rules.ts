import * as z from 'zod';
import type { Ground } from '../kernel/ground.ts';
import { inputOf } from '../kernel/input.ts';
import { operation } from '../kernel/operation.ts';
import type { Operation } from '../kernel/operation.ts';
import { arn } from '../kernel/place.ts';
import { busName } from './bus-store.ts';
import type { BusStore } from './bus-store.ts';
import { pageOf, pagingMembers } from './paging.ts';
import { ruleShape } from './rule-shape.ts';
import type { RuleStore } from './rule-store.ts';

const parse = inputOf(
  z.strictObject({
    NamePrefix: z.string().optional(),
    EventBusName: z.string().optional(),
    ...pagingMembers,
  }),
);

/** ListRules: of one bus, by name. */
export function listRules({ place }: Ground, buses: BusStore, rules: RuleStore): Operation {
  return operation({
    name: 'ListRules',
    kind: 'read',
    parse,
    permissions: () => [{ action: 'events:ListRules', resource: arn(place, 'events', 'rule/*') }],
    run: (input) => {
      const bus = buses.get(busName(input.EventBusName));
      const { items, more } = pageOf(rules.list(bus.name, input.NamePrefix ?? ''), input);
      return { Rules: items.map((rule) => ruleShape(place, rule)), ...more };
    },
  });
}
