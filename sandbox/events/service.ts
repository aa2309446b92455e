import type { Ground } from '../kernel/ground.ts';
import type { MetricSink } from '../kernel/metric-sink.ts';
import type { Operation } from '../kernel/operation.ts';
import type { Service } from '../kernel/service.ts';
import { createBusStore } from './bus-store.ts';
import type { BusStore } from './bus-store.ts';
import { createEventBus } from './create-event-bus.ts';
import { deleteEventBus } from './delete-event-bus.ts';
import { deleteRule } from './delete-rule.ts';
import { describeEventBus } from './describe-event-bus.ts';
import { describeRule } from './describe-rule.ts';
import { createDispatcher } from './dispatch.ts';
import type { Dispatcher } from './dispatch.ts';
import { createHandoverDesk } from './handover.ts';
import { listEventBuses } from './list-event-buses.ts';
import { listRules } from './list-rules.ts';
import { listTargetsByRule } from './list-targets-by-rule.ts';
import { putEvents } from './put-events.ts';
import { putRule } from './put-rule.ts';
import { putTargets } from './put-targets.ts';
import { receiver } from './receive.ts';
import { removeTargets } from './remove-targets.ts';
import { eventBusResource } from './resources/event-bus.ts';
import { ruleResource } from './resources/rule.ts';
import { createRetries } from './retry.ts';
import { createRuleStore } from './rule-store.ts';
import type { RuleStore } from './rule-store.ts';
import { createSchedulePump } from './schedule-pump.ts';
import { setRuleState } from './set-rule-state.ts';
import { eventsTables } from './tables.ts';
import { testEventPattern } from './test-event-pattern.ts';

/** What EventBridge may be handed. */
export interface EventsDependencies {
  readonly metrics?: MetricSink;
}

/** EventBridge: buses, rules, schedules. Deliver to a bus's ARN to publish as a service does (see `receive.ts`). */
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
    operations: operationsOf(ground, { buses, rules, dispatcher }),
    resourceTypes: [eventBusResource(ground, buses), ruleResource(ground, rules)],
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

interface Parts {
  readonly buses: BusStore;
  readonly rules: RuleStore;
  readonly dispatcher: Dispatcher;
}

function operationsOf(ground: Ground, { buses, rules, dispatcher }: Parts): readonly Operation[] {
  return [
    putEvents(ground, buses, dispatcher),
    putRule(ground, buses, rules),
    deleteRule(rules),
    describeRule(ground, rules),
    setRuleState(rules, 'EnableRule'),
    setRuleState(rules, 'DisableRule'),
    listRules(ground, buses, rules),
    putTargets(rules),
    removeTargets(rules),
    listTargetsByRule(rules),
    createEventBus(ground, buses),
    deleteEventBus(buses),
    describeEventBus(ground, buses),
    listEventBuses(ground, buses),
    testEventPattern(),
  ];
}
