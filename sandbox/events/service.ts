import type { Ground } from '../kernel/ground.ts';
import type { MetricSink } from '../kernel/metric-sink.ts';
import type { Service } from '../kernel/service.ts';
import { BusStore } from './bus-store.ts';
import { putEvents } from './put-events.ts';
import { receiver } from './receive.ts';
import { eventBusResource } from './resources/event-bus.ts';
import { ruleResource } from './resources/rule.ts';
import { Retries } from './retry.ts';
import type { EventsRoom } from './room.ts';
import { RuleStore } from './rule-store.ts';
import { createSchedulePump } from './schedule-pump.ts';
import { eventsTables } from './tables.ts';

/** What EventBridge may be handed. */
export interface EventsDependencies {
  readonly metrics?: MetricSink;
}

/**
 * EventBridge: the buses, rules and schedules of the template. Deliver to a bus's ARN to publish as a service does (see
 * `receive.ts`).
 */
export function createEvents(ground: Ground, { metrics }: EventsDependencies = {}): Service {
  ground.store.define(eventsTables);
  const room: EventsRoom = { ground, metrics, buses: new BusStore(ground), rules: new RuleStore(ground) };
  const retries = new Retries(room);
  const schedules = createSchedulePump(retries);
  return {
    name: 'events',
    wire: { target: 'AWSEvents', jsonVersion: '1.1' },
    operations: [putEvents(retries)],
    resourceTypes: [eventBusResource(room), ruleResource(room, schedules.wake)],
    receive: receiver(retries),
    start: () => {
      schedules.wake();
      retries.pump.wake();
    },
    stop: async () => {
      await Promise.all([schedules.stop(), retries.pump.stop()]);
    },
  };
}
