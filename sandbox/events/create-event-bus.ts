import * as z from 'zod';
import type { Ground } from '../kernel/ground.ts';
import { inputOf } from '../kernel/input.ts';
import { operation } from '../kernel/operation.ts';
import type { Operation } from '../kernel/operation.ts';
import { busArn } from './bus-store.ts';
import type { BusStore } from './bus-store.ts';
import { nameSchema } from './rule-shape.ts';

const parse = inputOf(z.strictObject({ Name: nameSchema, Description: z.string().max(512).optional() }));

/** CreateEventBus. */
export function createEventBus({ place }: Ground, buses: BusStore): Operation {
  return operation({
    name: 'CreateEventBus',
    kind: 'write',
    parse,
    permissions: ({ Name }) => [{ action: 'events:CreateEventBus', resource: busArn(place, Name) }],
    run: ({ Name, Description }) => {
      buses.put({ name: Name, description: Description });
      return { EventBusArn: busArn(place, Name), Description };
    },
  });
}
