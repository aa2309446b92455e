import * as z from 'zod';
import { AwsError } from '../kernel/errors.ts';
import type { Ground } from '../kernel/ground.ts';
import { inputOf } from '../kernel/input.ts';
import { operation } from '../kernel/operation.ts';
import type { Operation } from '../kernel/operation.ts';
import { alarmShape } from './alarm-shape.ts';
import { alarmArn, alarmSpecOf } from './alarm-store.ts';
import type { AlarmRow, AlarmStore } from './alarm-store.ts';
import { badInput, integer } from './input-shapes.ts';

const parse = inputOf(
  z.strictObject({
    AlarmNames: z.array(z.string()).max(100).optional(),
    AlarmNamePrefix: z.string().optional(),
    AlarmTypes: z.array(z.enum(['MetricAlarm', 'CompositeAlarm'])).optional(),
    StateValue: z.enum(['OK', 'ALARM', 'INSUFFICIENT_DATA']).optional(),
    ActionPrefix: z.string().optional(),
    MaxRecords: integer.optional(),
    NextToken: z.string().optional(),
  }),
  badInput,
);

type Filter = ReturnType<typeof parse>;

/** DescribeAlarms; there are no composite alarms. */
export function describeAlarms({ place }: Ground, alarms: AlarmStore): Operation {
  return operation({
    name: 'DescribeAlarms',
    kind: 'read',
    parse,
    permissions: () => [{ action: 'cloudwatch:DescribeAlarms', resource: alarmArn(place, '*') }],
    run: (input) => {
      const wanted = input.AlarmTypes?.includes('MetricAlarm') ?? true;
      const found = wanted ? alarms.list().filter((row) => fits(row, input)) : [];
      const from = Number(input.NextToken ?? 0);
      if (!Number.isSafeInteger(from)) throw new AwsError('InvalidNextToken', 'Invalid nextToken');
      const end = from + (input.MaxRecords ?? 50);
      return {
        CompositeAlarms: [],
        MetricAlarms: found.slice(from, end).map((row) => alarmShape(place, row)),
        ...(end < found.length ? { NextToken: String(end) } : {}),
      };
    },
  });
}

function fits(
  row: AlarmRow,
  { AlarmNames, AlarmNamePrefix = '', StateValue, ActionPrefix }: Filter,
): boolean {
  const spec = alarmSpecOf(row);
  const actions = [spec.OKActions, spec.AlarmActions, spec.InsufficientDataActions].flat();
  return (
    (AlarmNames?.includes(row.name) ?? true) &&
    row.name.startsWith(AlarmNamePrefix) &&
    (StateValue === undefined || row.state === StateValue) &&
    (ActionPrefix === undefined || actions.some((action) => action?.startsWith(ActionPrefix)))
  );
}
