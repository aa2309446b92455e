import type { Ground } from '../kernel/ground.ts';
import type { MetricSink } from '../kernel/metric-sink.ts';
import type { Service } from '../kernel/service.ts';
import { createBusStore } from './bus-store.ts';
import { createDispatcher } from './dispatch.ts';
import { createHandoverDesk } from './handover.ts';
import { putEvents } from './put-events.ts';
import { receiver } from './receive.ts';
import { eventBusResource } from './resources/event-bus.ts';
import { ruleResource } from './resources/rule.ts';
import { createRetries } from './retry.ts';
import { createRuleStore } from './rule-store.ts';
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
  const buses = createBusStore(ground);
  const schedules = createSchedulePump(ground, (rule, event) => {
    dispatcher.fire(rule, event);
  });
  const rules = createRuleStore(ground, schedules.wake);
  const retries = createRetries(ground, createHandoverDesk(ground, metrics));
  const dispatcher = createDispatcher(ground, rules, retries);
  return {
    name: 'events',
    wire: { target: 'AWSEvents', jsonVersion: '1.1' },
    operations: [putEvents(ground, buses, dispatcher)],
    resourceTypes: [eventBusResource(ground, buses), ruleResource(ground, buses, rules)],
    receive: receiver(ground, buses, dispatcher),
    start: () => {
      schedules.wake();
      retries.pump.wake();
    },
    stop: async () => {
      await Promise.all([schedules.stop(), retries.pump.stop()]);
    },
  };
}
