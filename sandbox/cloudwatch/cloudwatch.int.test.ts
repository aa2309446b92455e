import {
  CloudWatchClient,
  DescribeAlarmsCommand,
  GetMetricDataCommand,
  GetMetricStatisticsCommand,
  ListMetricsCommand,
  PutMetricAlarmCommand,
  PutMetricDataCommand,
} from '@aws-sdk/client-cloudwatch';
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
const watched = { Namespace: 'Things', MetricName: 'made', Statistic: 'Sum', Period: 60 };
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
  const provision = (type: string, properties: JsonObject) =>
    cloud.ground.store.write(() => {
      const found = cloud.services.flatMap((room) => room.resourceTypes).find((known) => known.type === type);
      const planned = found?.plan({ stackName: 's', logicalId: 'R', properties });
      planned?.provision();
      return planned;
    });
  const alarm = (more: JsonObject = watched) =>
    provision('AWS::CloudWatch::Alarm', {
      AlarmName: 'Too Many',
      AlarmDescription: 'too many things',
      EvaluationPeriods: 1,
      Threshold: 10,
      ComparisonOperator: 'GreaterThanThreshold',
      TreatMissingData: 'notBreaching',
      AlarmActions: [topic],
      ...more,
    });
  const stateOf = async (name = 'Too Many') => {
    const answer = await client.send(new DescribeAlarmsCommand({ AlarmNames: [name] }));
    return answer.MetricAlarms?.[0]?.StateValue;
  };
  return {
    clock,
    gauges,
    cloud,
    client,
    sns,
    metrics: watch.metrics,
    put,
    statistics,
    provision,
    alarm,
    stateOf,
  };
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
        Sum: 7,
        Average: 7,
        Maximum: 7,
        Minimum: 7,
        SampleCount: 1,
        Unit: 'Count',
      },
    ]);
    expect((await statistics('made', 300)).Datapoints).toMatchObject([{ Sum: 12, SampleCount: 3 }]);
    expect((await statistics('other')).Datapoints).toEqual([]);
  });

  it('are listed and read through the API, each set of dimensions for itself', async () => {
    const { client, cloud, metrics } = start();
    const Dimensions = [{ Name: 'Colour', Value: 'red' }];
    const size = { namespace: 'Widgets', name: 'size', unit: 'Count' };
    await cloud.ground.store.write(() => {
      metrics.put({ ...size, dimensions: { Colour: 'red' }, value: 3 });
      metrics.put({ ...size, dimensions: { Colour: 'red' }, value: 4 });
      metrics.put({ ...size, dimensions: {}, value: 9 });
    });
    const listed = await client.send(new ListMetricsCommand({ Namespace: 'Widgets' }));
    expect(listed.Metrics).toEqual([
      { Namespace: 'Widgets', MetricName: 'size', Dimensions },
      { Namespace: 'Widgets', MetricName: 'size', Dimensions: [] },
    ]);
    const filtered = await client.send(new ListMetricsCommand({ Dimensions: [{ Name: 'Colour' }] }));
    expect(filtered.Metrics).toHaveLength(1);
    const read = new GetMetricStatisticsCommand({
      Namespace: 'Widgets',
      MetricName: 'size',
      Dimensions,
      StartTime: new Date(started),
      EndTime: new Date(started + minute),
      Period: 60,
      Statistics: ['Sum'],
    });
    expect((await client.send(read)).Datapoints).toMatchObject([{ Sum: 7, Unit: 'Count' }]);
  });

  it('are told apart whatever their names hold', async () => {
    const { client, cloud, metrics } = start();
    for (const [namespace, name] of [
      ['a\nb', 'c'],
      ['a', 'b\nc'],
    ] as const) {
      await cloud.ground.store.write(() => {
        metrics.put({ namespace, name, dimensions: {}, value: 1 });
      });
    }
    const { Metrics = [] } = await client.send(new ListMetricsCommand({}));
    expect(Metrics.map(({ Namespace, MetricName }) => [Namespace, MetricName])).toEqual([
      ['a', 'b\nc'],
      ['a\nb', 'c'],
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
    const byHandToo = new PutMetricDataCommand({
      Namespace: 'n',
      MetricData: [{ MetricName: 'm', Value: 1 }],
    });
    await expect(client.send(byHandToo)).rejects.toThrow('PutMetricData');
    const times = { StartTime: new Date(started), EndTime: new Date(started + minute) };
    await expect(
      client.send(new GetMetricDataCommand({ ...times, MetricDataQueries: [{ Id: 'a' }] })),
    ).rejects.toThrow('GetMetricData');
    const byHand = { AlarmName: 'a', EvaluationPeriods: 1, ComparisonOperator: 'LessThanThreshold' } as const;
    await expect(client.send(new PutMetricAlarmCommand(byHand))).rejects.toThrow('PutMetricAlarm');
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
    const { cloud, clock, sns, put, provision, alarm, stateOf } = start();
    await provision('AWS::Events::Rule', {
      EventPattern: { source: ['aws.cloudwatch'] },
      Targets: [{ Id: '1', Arn: `${topic}-events` }],
    });
    await alarm();
    expect(await stateOf()).toBe('INSUFFICIENT_DATA');
    await clock.advance(minute);
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
      StateChangeTime: '2024-01-15T10:32:00.000+0000',
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

  it('sees each minute of a gauge once, also where a timer comes too early', async () => {
    const { clock, gauges, statistics, cloud } = start();
    const depth = (value: number) => ({ namespace: 'Things', name: 'depth', dimensions: {}, value });
    gauges.push(depth(3));
    await clock.advance(2 * minute);
    gauges.splice(0, 1, depth(5));
    cloud.services.find(({ name }) => name === 'cloudwatch')?.start?.();
    await clock.advance(minute);
    const { Datapoints = [] } = await statistics('depth');
    expect(Datapoints.map(({ Sum, SampleCount }) => [Sum, SampleCount])).toEqual([
      [3, 1],
      [3, 1],
      [5, 1],
    ]);
  });

  it('on a gauge stands as long as the gauge does, though only changes are written', async () => {
    const { clock, gauges, alarm, stateOf, statistics, cloud } = start();
    const depth = (value: number): MetricDatum => ({
      namespace: 'Things',
      name: 'depth',
      dimensions: {},
      value,
    });
    await alarm({ ...watched, MetricName: 'depth', Statistic: 'Maximum', Threshold: 0 });
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

  it('whose actions are not enabled changes its state and tells only the bus', async () => {
    const { sns, put, alarm, stateOf, clock } = start();
    await alarm({ ...watched, ActionsEnabled: 'false' });
    await put('made', 11);
    await clock.advance(minute);
    expect(await stateOf()).toBe('ALARM');
    expect(sns.taken()).toEqual([]);
  });

  it('changes its state though its topic is gone', async () => {
    const { clock, put, alarm, stateOf, cloud } = start();
    await alarm({ ...watched, AlarmActions: ['arn:aws:lambda:us-east-1:000000000000:function:nobody'] });
    await put('made', 11);
    await clock.advance(minute);
    expect(await stateOf()).toBe('ALARM');
    expect(cloud.faults).toEqual([expect.stringContaining('action of alarm Too Many')]);
  });

  it.each<[string, JsonObject]>([
    [
      'The sandbox has no alarm action',
      { ...watched, AlarmActions: ['arn:aws:automate:us-east-1:ec2:stop'] },
    ],
    ['Give either MetricName', { Namespace: 'Things', MetricName: 'made', Period: 60 }],
    ['DatapointsToAlarm must be less', { ...watched, DatapointsToAlarm: 2 }],
    ['ExtendedStatistic: not supported', { ...watched, ExtendedStatistic: 'p90' }],
    ['Period: must be a multiple of 60', { ...watched, Period: 10 }],
    [
      'Exactly one element',
      {
        Metrics: [
          { Id: 'a', Expression: '1' },
          { Id: 'b', Expression: '2' },
        ],
      },
    ],
    ['names broken, which is no metric', { Metrics: [{ Id: 'rate', Expression: '100 * broken' }] }],
    ['FILL is not supported', { Metrics: [{ Id: 'rate', Expression: 'FILL(broken, 0)' }] }],
  ])('is refused: %s', async (message, more) => {
    const { alarm } = start();
    await expect(alarm(more)).rejects.toThrow(message);
  });

  it('takes numbers as text, as templates may write them, and keeps its state over restarts', async () => {
    const { put, clock, alarm, stateOf } = start();
    const texts = { ...watched, Period: '60', EvaluationPeriods: '1', Threshold: '0.5' };
    expect(await alarm(texts)).toMatchObject({ physicalId: 'Too Many' });
    await put('made', 1);
    await clock.advance(minute);
    await alarm(texts);
    expect(await stateOf()).toBe('ALARM');
  });
});

it('a dashboard is accepted and drawn by nobody', async () => {
  const { provision } = start();
  const planned = await provision('AWS::CloudWatch::Dashboard', { DashboardName: 'd', DashboardBody: '{}' });
  expect(planned?.physicalId).toBe('d');
});
