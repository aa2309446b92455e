import * as z from 'zod';
import type { Ground } from '../kernel/ground.ts';
import { inputOf } from '../kernel/input.ts';
import { operation } from '../kernel/operation.ts';
import type { Operation } from '../kernel/operation.ts';
import { Timestamp } from '../kernel/timestamp.ts';
import { alarmArn } from './alarm-store.ts';
import type { AlarmStore } from './alarm-store.ts';
import { badInput, instant, integer } from './input-shapes.ts';

const parse = inputOf(
  z.strictObject({
    AlarmName: z.string().optional(),
    HistoryItemType: z.enum(['ConfigurationUpdate', 'StateUpdate', 'Action']).optional(),
    StartDate: instant.optional(),
    EndDate: instant.optional(),
    MaxRecords: integer.optional(),
    ScanBy: z.enum(['TimestampDescending', 'TimestampAscending']).optional(),
  }),
  badInput,
);

/** DescribeAlarmHistory: newest first, at most `MaxRecords` (100). */
export function describeAlarmHistory({ place }: Ground, alarms: AlarmStore): Operation {
  return operation({
    name: 'DescribeAlarmHistory',
    kind: 'read',
    parse,
    permissions: (input) => [
      { action: 'cloudwatch:DescribeAlarmHistory', resource: alarmArn(place, input.AlarmName ?? '*') },
    ],
    run: ({ AlarmName, HistoryItemType, StartDate = 0, EndDate = Infinity, MaxRecords = 100, ScanBy }) => {
      const found = alarms
        .history(AlarmName)
        .filter((item) => HistoryItemType === undefined || item.type === HistoryItemType)
        .filter((item) => item.at >= StartDate && item.at <= EndDate);
      const ordered = ScanBy === 'TimestampAscending' ? [...found].reverse() : found;
      return {
        AlarmHistoryItems: ordered.slice(0, MaxRecords).map((item) => ({
          AlarmName: item.alarm,
          AlarmType: 'MetricAlarm',
          Timestamp: new Timestamp(item.at),
          HistoryItemType: item.type,
          HistorySummary: item.summary,
          HistoryData: item.data,
        })),
      };
    },
  });
}
