import * as z from 'zod';
import { inputOf } from '../kernel/input.ts';
import { operation } from '../kernel/operation.ts';
import type { Operation } from '../kernel/operation.ts';
import { busArn, busName } from './bus-store.ts';
import type { BusStore } from './bus-store.ts';

const parse = inputOf(z.strictObject({ Name: z.string() }));

/** DeleteEventBus: refused for the default bus and while the bus has rules. */
export function deleteEventBus(buses: BusStore): Operation {
  return operation({
    name: 'DeleteEventBus',
    kind: 'write',
    parse,
    permissions: ({ Name }, place) => [
      { action: 'events:DeleteEventBus', resource: busArn(place, busName(Name)) },
    ],
    run: ({ Name }) => {
      buses.remove(busName(Name));
    },
  });
}
