import * as z from 'zod';
import type { Ground } from '../kernel/ground.ts';
import { inputOf } from '../kernel/input.ts';
import { operation } from '../kernel/operation.ts';
import type { Operation } from '../kernel/operation.ts';
import type { Place } from '../kernel/place.ts';
import { Timestamp } from '../kernel/timestamp.ts';
import { busArn, busName } from './bus-store.ts';
import type { BusRow, BusStore } from './bus-store.ts';

const parse = inputOf(z.strictObject({ Name: z.string().optional() }));

/** DescribeEventBus: the default bus without a name. */
export function describeEventBus({ place }: Ground, buses: BusStore): Operation {
  return operation({
    name: 'DescribeEventBus',
    kind: 'read',
    parse,
    permissions: ({ Name }) => [
      { action: 'events:DescribeEventBus', resource: busArn(place, busName(Name)) },
    ],
    run: ({ Name }) => busShape(place, buses.get(busName(Name))),
  });
}

/** A bus as DescribeEventBus and ListEventBuses show it. */
export function busShape(place: Place, bus: BusRow): Readonly<Record<string, unknown>> {
  return {
    Name: bus.name,
    Arn: busArn(place, bus.name),
    Description: bus.description ?? undefined,
    CreationTime: new Timestamp(bus.created_at),
    LastModifiedTime: new Timestamp(bus.created_at),
  };
}
