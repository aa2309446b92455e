import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  orderEventSource,
  orderStatusChangedDetailType,
  orderStatusChangedSchema,
} from '../../src/contracts/events/order-status-changed.ts';
import { orderNoticeSchema } from '../../src/contracts/messages/order-notice.ts';
import { queuedOrderSchema } from '../../src/contracts/messages/queued-order.ts';
import { statusTransitions } from '../../src/core/orders/status-transitions.ts';
import { at, resource, resourcesOf, short, template } from './load-template.ts';
import { loadWorkflow, targetsOf } from './load-workflow.ts';

const page = (name: string): string => readFileSync(new URL(`../../docs/${name}`, import.meta.url), 'utf8');
const architecture = page('architecture.md');

describe('docs/architecture.md', () => {
  it('shows the moves of an order as the code has them', () => {
    const shown = [...architecture.matchAll(/^\| (PENDING|PROCESSING|COMPLETED|FAILED) +\| (\w+)/gm)].map(
      ([, from, to]) => `${String(from)} ${String(to)}`,
    );
    const moves = Object.entries(statusTransitions).flatMap(([from, targets]) =>
      targets.map((to) => `${from} ${to}`),
    );
    expect(shown.sort()).toEqual(moves.sort());
  });

  it('draws arrows that the workflow has', () => {
    const { States } = loadWorkflow();
    const drawn = [...architecture.matchAll(/^ {2}(\w+) --> (\w+)/gm)].filter(
      ([, from = '']) => from in States,
    );
    expect(drawn.length).toBeGreaterThan(15);
    for (const [, from = '', to = ''] of drawn) {
      const state = States[from];
      expect(state === undefined ? [] : targetsOf(state), from).toContain(to);
    }
  });

  it('names every table with its key', () => {
    for (const [, table] of resourcesOf('AWS::DynamoDB::Table')) {
      const name = short(table.Properties['TableName']).replace('${AWS::StackName}-', '');
      const keys = [0, 1].map((index) => at(table.Properties, `KeySchema.${String(index)}.AttributeName`));
      const cell = keys.filter((key) => key !== undefined).map((key) => `\`${short(key)}\``);
      expect(architecture).toMatch(new RegExp(`\\| \`${name}\` +\\| ${cell.join(', ')} `));
    }
  });
});

describe('docs/events.md', () => {
  const [queued, notice, changed] = [...page('events.md').matchAll(/```json\n([^]*?)```/g)].map(
    ([, json = '']) => JSON.parse(json) as { readonly detail?: unknown },
  );

  it('shows messages that the contracts accept, field for field', () => {
    expect(Object.keys(queued ?? {}).sort()).toEqual(Object.keys(queuedOrderSchema.parse(queued)).sort());
    expect(Object.keys(notice ?? {}).sort()).toEqual(Object.keys(orderNoticeSchema.parse(notice)).sort());
    const detail = orderStatusChangedSchema.parse(changed?.detail);
    expect(Object.keys(changed?.detail ?? {}).sort()).toEqual(Object.keys(detail).sort());
  });

  it('and the template agree on the name of the event', () => {
    expect(changed).toMatchObject({ source: orderEventSource, 'detail-type': orderStatusChangedDetailType });
    expect(
      at(resource('OrderStatusPipe').Properties, 'TargetParameters.EventBridgeEventBusParameters'),
    ).toEqual({ Source: orderEventSource, DetailType: orderStatusChangedDetailType });
    expect(at(resource('OrderEventsRule').Properties, 'EventPattern.source')).toEqual([orderEventSource]);
  });
});

describe('docs/operations.md', () => {
  const operations = page('operations.md');

  it('has an entry for every alarm, and for no other', () => {
    const section = operations.slice(operations.indexOf('## Alarms'), operations.indexOf('## Redrive'));
    const alarms = resourcesOf('AWS::CloudWatch::Alarm').map(([, alarm]) =>
      short(alarm.Properties['AlarmName']).replace('${NamePrefix}', ''),
    );
    expect([...section.matchAll(/^### (.+)$/gm)].map(([, name]) => name)).toEqual(alarms);
  });

  it('explains every error that an execution can end with', () => {
    const errors = Object.values(loadWorkflow().States).flatMap((state) => state.Error ?? []);
    expect(errors.length).toBeGreaterThan(3);
    for (const error of errors) expect(operations).toContain(`| \`${error}\``);
  });

  it('names parameters that exist', () => {
    for (const name of [
      'QueueConcurrency',
      'ProcessingReservedConcurrency',
      'NotificationChannels',
      'ApiLogging',
    ]) {
      expect(operations).toContain(name);
      expect(template.Parameters).toHaveProperty(name);
    }
  });
});
