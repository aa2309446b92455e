import {
  CloudWatchClient,
  DeleteAlarmsCommand,
  DeleteDashboardsCommand,
  DescribeAlarmHistoryCommand,
  DescribeAlarmsCommand,
  DescribeAlarmsForMetricCommand,
  DisableAlarmActionsCommand,
  GetDashboardCommand,
  GetMetricDataCommand,
  GetMetricStatisticsCommand,
  ListDashboardsCommand,
  ListMetricsCommand,
  PutDashboardCommand,
  PutMetricAlarmCommand,
  PutMetricDataCommand,
  SetAlarmStateCommand,
} from '@aws-sdk/client-cloudwatch';
import type { PutMetricAlarmCommandInput } from '@aws-sdk/client-cloudwatch';
import { decode, encode, Tagged } from 'cborg';
import { afterEach, describe, expect, it } from 'vitest';
import { createEvents } from '../events/service.ts';
import type { JsonObject } from '../kernel/json.ts';
import type { MetricDatum } from '../kernel/metric-sink.ts';
import { virtualClock } from '../kernel/virtual-clock.ts';
import { createProbe } from '../testing-probe.ts';
import { testCloud } from '../testing.ts';
import type { TestCloud } from '../testing.ts';
import { bytesOf, textOf } from '../wire/http.ts';
import { createCloudWatch } from './service.ts';

const topic = 'arn:aws:sns:us-east-1:000000000000:alarms';
const minute = 60_000;
const started = Date.UTC(2024, 0, 15, 10, 30);

let clouds: TestCloud[] = [];
afterEach(async () => {
  await Promise.all(clouds.map((cloud) => cloud.stop()));
  clouds = [];
});

function start() {
  const clock = virtualClock(started);
  const gauges: MetricDatum[] = [];
  const made = { rooms: undefined as ReturnType<typeof makeRooms> | undefined };
  const makeRooms = (ground: TestCloud['ground']) => {
    const watch = createCloudWatch(ground);
    watch.addGauges(() => gauges);
    const sns = createProbe(ground, 'sns');
    return { watch, sns, all: [sns, createEvents(ground), watch] };
  };
  const cloud = testCloud({ clock, rooms: (ground) => (made.rooms = makeRooms(ground)).all });
  clouds.push(cloud);
  if (made.rooms === undefined) throw new TypeError('no rooms');
  const { watch, sns } = made.rooms;
  const client = new CloudWatchClient(cloud.clientConfig);
  const put = (name: string, value: number) =>
    cloud.ground.store.write(() => {
      watch.metrics.put({ namespace: 'Things', name, dimensions: {}, value, unit: 'Count' });
    });
  const statistics = (MetricName: string, Period = 60) =>
    client.send(
      new GetMetricStatisticsCommand({
        Namespace: 'Things',
        MetricName,
        StartTime: new Date(started),
        EndTime: new Date(started + 60 * minute),
        Period,
        Statistics: ['Sum', 'Average', 'Maximum', 'Minimum', 'SampleCount'],
      }),
    );
  const alarm = (more: Partial<PutMetricAlarmCommandInput> = {}) =>
    client.send(
      new PutMetricAlarmCommand({
        AlarmName: 'Too Many',
        AlarmDescription: 'too many things',
        Namespace: 'Things',
        MetricName: 'made',
        Statistic: 'Sum',
        Period: 60,
        EvaluationPeriods: 1,
        Threshold: 10,
        ComparisonOperator: 'GreaterThanThreshold',
        TreatMissingData: 'notBreaching',
        AlarmActions: [topic],
        ...more,
      }),
    );
  const stateOf = async (name = 'Too Many') => {
    const answer = await client.send(new DescribeAlarmsCommand({ AlarmNames: [name] }));
    return answer.MetricAlarms?.[0]?.StateValue;
  };
  return { clock, gauges, cloud, client, sns, put, statistics, alarm, stateOf };
}

describe('metrics', () => {
  it('are summed by the minute, and by longer periods when asked', async () => {
    const { clock, put, statistics } = start();
    await put('made', 1);
    await put('made', 4);
    await clock.advance(minute);
    await put('made', 7);
    const byMinute = await statistics('made');
    expect(byMinute.Datapoints).toEqual([
      {
        Timestamp: new Date(started),
        Sum: 5,
        Average: 2.5,
        Maximum: 4,
        Minimum: 1,
        SampleCount: 2,
        Unit: 'Count',
      },
      {
        Timestamp: new Date(started + minute),
        ...{ Sum: 7, Average: 7, Maximum: 7, Minimum: 7, SampleCount: 1, Unit: 'Count' },
      },
    ]);
    expect((await statistics('made', 300)).Datapoints).toMatchObject([{ Sum: 12, SampleCount: 3 }]);
    expect((await statistics('other')).Datapoints).toEqual([]);
  });

  it('are put, listed and read through the API', async () => {
    const { client } = start();
    const Dimensions = [{ Name: 'Colour', Value: 'red' }];
    await client.send(
      new PutMetricDataCommand({
        Namespace: 'Widgets',
        MetricData: [
          { MetricName: 'size', Dimensions, Value: 3, Unit: 'Count' },
          { MetricName: 'size', Dimensions, Values: [1, 2], Counts: [2, 1], Unit: 'Count' },
          { MetricName: 'size', StatisticValues: { SampleCount: 2, Sum: 9, Minimum: 4, Maximum: 5 } },
        ],
      }),
    );
    const listed = await client.send(new ListMetricsCommand({ Namespace: 'Widgets' }));
    expect(listed.Metrics).toEqual([
      { Namespace: 'Widgets', MetricName: 'size', Dimensions },
      { Namespace: 'Widgets', MetricName: 'size', Dimensions: [] },
    ]);
    const filtered = await client.send(new ListMetricsCommand({ Dimensions: [{ Name: 'Colour' }] }));
    expect(filtered.Metrics).toHaveLength(1);
    const Metric = { Namespace: 'Widgets', MetricName: 'size', Dimensions };
    const data = await client.send(
      new GetMetricDataCommand({
        StartTime: new Date(started),
        EndTime: new Date(started + minute),
        MetricDataQueries: [
          { Id: 'sum', MetricStat: { Metric, Period: 60, Stat: 'Sum' }, ReturnData: false },
          { Id: 'n', MetricStat: { Metric, Period: 60, Stat: 'SampleCount' } },
          { Id: 'mean', Expression: 'sum / n', Label: 'mean size' },
        ],
      }),
    );
    expect(data.MetricDataResults).toEqual([
      { Id: 'n', Label: 'size', Timestamps: [new Date(started)], Values: [4], StatusCode: 'Complete' },
      {
        Id: 'mean',
        Label: 'mean size',
        Timestamps: [new Date(started)],
        Values: [1.75],
        StatusCode: 'Complete',
      },
    ]);
  });

  it('refuse by name what cannot be told from sums per minute', async () => {
    const { client, statistics } = start();
    await expect(statistics('made', 30)).rejects.toThrow('Period: must be a multiple of 60');
    const p99 = new GetMetricStatisticsCommand({
      Namespace: 'n',
      MetricName: 'm',
      StartTime: new Date(started),
      EndTime: new Date(started + minute),
      Period: 60,
      ExtendedStatistics: ['p99'],
    });
    await expect(client.send(p99)).rejects.toThrow('ExtendedStatistics: not supported by the sandbox');
    const fine = { MetricName: 'm', Value: 1, StorageResolution: 1 };
    await expect(
      client.send(new PutMetricDataCommand({ Namespace: 'n', MetricData: [fine] })),
    ).rejects.toThrow('StorageResolution: only 60');
  });

  it('are forgotten after fifteen days', async () => {
    const { clock, client, put } = start();
    await put('made', 1);
    await clock.advance(16 * 24 * 60 * minute);
    expect((await client.send(new ListMetricsCommand({}))).Metrics).toEqual([]);
  }, 60_000);

  it('speak the Query protocol and CBOR as well', async () => {
    const { cloud, put } = start();
    await put('made', 2);
    const form = new URLSearchParams({
      Action: 'GetMetricStatistics',
      Version: '2010-08-01',
      Namespace: 'Things',
      MetricName: 'made',
      StartTime: '2024-01-15T10:00:00Z',
      EndTime: '2024-01-15T11:00:00Z',
      Period: '3600',
      'Statistics.member.1': 'Sum',
    });
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const xml = await cloud.handle({ method: 'POST', path: '/', headers, body: form.toString() });
    expect(textOf(xml.body)).toContain(
      '<Datapoints><member><Timestamp>2024-01-15T10:00:00.000Z</Timestamp><Sum>2</Sum><Unit>Count</Unit></member></Datapoints>',
    );
    const cbor = await cloud.handle({
      method: 'POST',
      path: '/service/GraniteServiceVersion20100801/operation/GetMetricStatistics',
      headers: { 'smithy-protocol': 'rpc-v2-cbor' },
      body: encode({
        Namespace: 'Things',
        MetricName: 'made',
        StartTime: new Tagged(1, 1705312800),
        EndTime: new Tagged(1, 1705316400.5),
        Period: 3600,
        Statistics: ['Sum'],
      }),
    });
    expect(cbor.status).toBe(200);
    expect(decode(bytesOf(cbor.body), { tags: { 1: (inner) => inner() } })).toEqual({
      Label: 'made',
      Datapoints: [{ Timestamp: 1705312800, Sum: 2, Unit: 'Count' }],
    });
  });
});

describe('an alarm', () => {
  it('goes off and back, telling its topic and the default bus in the same commit', async () => {
    const { cloud, clock, sns, put, alarm, stateOf, client } = start();
    await cloud.ground.store.write(() =>
      cloud.services
        .flatMap((room) => room.resourceTypes)
        .find(({ type }) => type === 'AWS::Events::Rule')
        ?.plan({
          stackName: 's',
          logicalId: 'R',
          properties: {
            EventPattern: { source: ['aws.cloudwatch'] },
            Targets: [{ Id: '1', Arn: `${topic}-events` }],
          },
        })
        .provision(),
    );
    await alarm();
    await clock.settle();
    expect(await stateOf()).toBe('OK');
    await put('made', 6);
    await put('made', 5);
    await clock.advance(minute);
    expect(await stateOf()).toBe('ALARM');
    const sent = sns.taken().filter(({ target }) => target === topic);
    expect(sent).toHaveLength(1);
    expect(JSON.parse(sent[0]?.body ?? '')).toMatchObject({
      AlarmName: 'Too Many',
      NewStateValue: 'ALARM',
      OldStateValue: 'OK',
      StateChangeTime: '2024-01-15T10:31:00.000+0000',
      AlarmArn: 'arn:aws:cloudwatch:us-east-1:000000000000:alarm:Too Many',
      Trigger: {
        MetricName: 'made',
        Namespace: 'Things',
        Statistic: 'SUM',
        Threshold: 10,
        Period: 60,
        Dimensions: [],
      },
    });
    const events = sns.taken().filter(({ target }) => target !== topic);
    expect(events.map(({ body }) => JSON.parse(body) as unknown)).toMatchObject([
      { detail: { state: { value: 'OK' }, previousState: { value: 'INSUFFICIENT_DATA' } } },
      {
        'detail-type': 'CloudWatch Alarm State Change',
        detail: {
          alarmName: 'Too Many',
          state: { value: 'ALARM' },
          configuration: {
            metrics: [{ metricStat: { metric: { name: 'made', namespace: 'Things' }, stat: 'Sum' } }],
          },
        },
      },
    ]);
    await clock.advance(5 * minute);
    expect(await stateOf()).toBe('OK');
    const history = await client.send(new DescribeAlarmHistoryCommand({ AlarmName: 'Too Many' }));
    expect(history.AlarmHistoryItems?.map(({ HistorySummary }) => HistorySummary)).toEqual([
      'Alarm updated from ALARM to OK',
      `Successfully executed action ${topic}`,
      'Alarm updated from OK to ALARM',
      'Alarm updated from INSUFFICIENT_DATA to OK',
      'Alarm "Too Many" created',
    ]);
    expect(cloud.faults).toEqual([]);
  });

  it('on an expression weighs two metrics against each other', async () => {
    const { clock, put, alarm, stateOf } = start();
    const stat = (name: string) => ({
      Id: name,
      ReturnData: false,
      MetricStat: { Metric: { Namespace: 'Things', MetricName: name }, Period: 300, Stat: 'Sum' },
    });
    await alarm({
      Namespace: undefined,
      MetricName: undefined,
      Statistic: undefined,
      Period: undefined,
      Metrics: [{ Id: 'rate', Expression: '100 * broken / made' }, stat('broken'), stat('made')],
    });
    await put('made', 20);
    await put('broken', 2);
    await clock.advance(minute);
    expect(await stateOf()).toBe('OK');
    await put('broken', 1);
    await clock.advance(minute);
    expect(await stateOf()).toBe('ALARM');
    await clock.advance(30 * minute);
    expect(await stateOf()).toBe('OK');
  });

  it('on a gauge stands as long as the gauge does, though only changes are written', async () => {
    const { clock, gauges, alarm, stateOf, statistics, cloud } = start();
    const depth = (value: number): MetricDatum => ({
      namespace: 'Things',
      name: 'depth',
      dimensions: {},
      value,
    });
    await alarm({ MetricName: 'depth', Statistic: 'Maximum', Threshold: 0 });
    gauges.push(depth(0));
    await clock.advance(minute);
    expect(await stateOf()).toBe('OK');
    gauges.splice(0, 1, depth(2));
    await clock.advance(minute);
    expect(await stateOf()).toBe('ALARM');
    await clock.advance(20 * minute);
    expect(await stateOf()).toBe('ALARM');
    expect((await statistics('depth')).Datapoints).toHaveLength(22);
    expect(cloud.ground.store.all('SELECT * FROM cloudwatch_minute')).toHaveLength(2);
    gauges.splice(0, 1, depth(0));
    await clock.advance(5 * minute);
    expect(await stateOf()).toBe('OK');
    gauges.splice(0, 1);
    await clock.advance(10 * minute);
    expect(await stateOf()).toBe('OK');
  });

  it('is set by hand, silenced and deleted', async () => {
    const { client, sns, alarm, stateOf, clock } = start();
    await alarm();
    await clock.settle();
    await client.send(new DisableAlarmActionsCommand({ AlarmNames: ['Too Many'] }));
    const set = new SetAlarmStateCommand({
      AlarmName: 'Too Many',
      StateValue: 'ALARM',
      StateReason: 'a drill',
    });
    await client.send(set);
    expect(await stateOf()).toBe('ALARM');
    expect(sns.taken()).toEqual([]);
    const found = await client.send(
      new DescribeAlarmsForMetricCommand({ Namespace: 'Things', MetricName: 'made' }),
    );
    expect(found.MetricAlarms).toMatchObject([
      { AlarmName: 'Too Many', StateReason: 'a drill', ActionsEnabled: false },
    ]);
    await client.send(new DeleteAlarmsCommand({ AlarmNames: ['Too Many'] }));
    await expect(client.send(set)).rejects.toMatchObject({ name: 'ResourceNotFound' });
  });

  it('changes its state though its topic is gone', async () => {
    const { clock, put, alarm, stateOf, cloud } = start();
    await alarm({ AlarmActions: ['arn:aws:lambda:us-east-1:000000000000:function:nobody'] });
    await put('made', 11);
    await clock.advance(minute);
    expect(await stateOf()).toBe('ALARM');
    expect(cloud.faults).toEqual([expect.stringContaining('action of alarm Too Many')]);
  });

  it.each<[string, Partial<PutMetricAlarmCommandInput>]>([
    ['The sandbox has no alarm action', { AlarmActions: ['arn:aws:automate:us-east-1:ec2:stop'] }],
    ['Give either MetricName', { Statistic: undefined }],
    ['DatapointsToAlarm must be less', { DatapointsToAlarm: 2 }],
    ['ExtendedStatistic: not supported', { ExtendedStatistic: 'p90' }],
    ['Period: must be a multiple of 60', { Period: 10 }],
  ])('is refused: %s', async (message, more) => {
    const { alarm } = start();
    await expect(alarm(more)).rejects.toThrow(message);
  });

  it('comes from a template, where numbers may be text, and keeps its state over restarts', async () => {
    const { cloud, put, clock, stateOf } = start();
    const properties: JsonObject = {
      AlarmName: 'Too Many',
      ...{ Namespace: 'Things', MetricName: 'made', Statistic: 'Sum', Period: '60', EvaluationPeriods: '1' },
      ...{
        Threshold: '1',
        ComparisonOperator: 'GreaterThanOrEqualToThreshold',
        TreatMissingData: 'notBreaching',
      },
    };
    const type = cloud.services
      .flatMap((room) => room.resourceTypes)
      .find((known) => known.type.endsWith('::Alarm'));
    const planned = type?.plan({ stackName: 's', logicalId: 'A', properties });
    expect(planned).toMatchObject({ physicalId: 'Too Many' });
    await cloud.ground.store.write(() => planned?.provision());
    await put('made', 1);
    await clock.advance(minute);
    await cloud.ground.store.write(() => planned?.provision());
    expect(await stateOf()).toBe('ALARM');
  });
});

describe('dashboards', () => {
  it('are kept and given back', async () => {
    const { client } = start();
    const DashboardBody = '{"widgets":[]}';
    await client.send(new PutDashboardCommand({ DashboardName: 'd', DashboardBody }));
    expect(await client.send(new GetDashboardCommand({ DashboardName: 'd' }))).toMatchObject({
      DashboardBody,
    });
    const listed = await client.send(new ListDashboardsCommand({}));
    expect(listed.DashboardEntries).toMatchObject([{ DashboardName: 'd', Size: 14 }]);
    const bad = client.send(new PutDashboardCommand({ DashboardName: 'd', DashboardBody: '[' }));
    await expect(bad).rejects.toThrow('must be a valid JSON object');
    await client.send(new DeleteDashboardsCommand({ DashboardNames: ['d'] }));
    await expect(client.send(new GetDashboardCommand({ DashboardName: 'd' }))).rejects.toThrow(
      'does not exist',
    );
  });
});
