import * as z from 'zod';
import type { Ground } from '../kernel/ground.ts';
import { inputOf } from '../kernel/input.ts';
import { operation } from '../kernel/operation.ts';
import type { Operation } from '../kernel/operation.ts';
import type { BusStore } from './bus-store.ts';
import { busShape } from './describe-event-bus.ts';
import { pageOf, pagingMembers } from './paging.ts';

const parse = inputOf(z.strictObject({ NamePrefix: z.string().optional(), ...pagingMembers }));

/** ListEventBuses. */
export function listEventBuses({ place }: Ground, buses: BusStore): Operation {
  return operation({
    name: 'ListEventBuses',
    kind: 'read',
    parse,
    permissions: () => [{ action: 'events:ListEventBuses', resource: '*' }],
    run: (input) => {
      const { items, more } = pageOf(buses.list(input.NamePrefix ?? ''), input);
      return { EventBuses: items.map((bus) => busShape(place, bus)), ...more };
    },
  });
}
