import { afterEach, describe, expect, it } from 'vitest';
import { virtualClock } from '../kernel/virtual-clock.ts';
import { testCloud } from '../testing.ts';
import type { TestCloud } from '../testing.ts';
import { textOf } from '../wire/http.ts';
import { createXray } from './service.ts';
import type { Xray } from './service.ts';

const started = Date.UTC(2024, 0, 15, 10, 30) / 1_000;
const traceId = '1-65a50a58-0123456789abcdef01234567';

let clouds: TestCloud[] = [];
afterEach(async () => {
  await Promise.all(clouds.map((cloud) => cloud.stop()));
  clouds = [];
});

function start() {
  const clock = virtualClock(started * 1_000);
  const rooms: Xray[] = [];
  const cloud = testCloud({
    clock,
    rooms: (ground) => {
      const xray = createXray(ground);
      rooms.push(xray);
      return [xray];
    },
  });
  clouds.push(cloud);
  const post = async (path: string, input: object): Promise<unknown> => {
    const answer = await cloud.handle({ method: 'POST', path, headers: {}, body: JSON.stringify(input) });
    return JSON.parse(textOf(answer.body)) as unknown;
  };
  const send = (...documents: object[]) =>
    post('/TraceSegments', { TraceSegmentDocuments: documents.map((document) => JSON.stringify(document)) });
  return { cloud, clock, xray: rooms[0], post, send };
}

const segment = (id: string, more: object = {}) => ({
  id: id.padStart(16, '0'),
  trace_id: traceId,
  name: 'make-thing',
  start_time: started,
  end_time: started + 0.5,
  ...more,
});

describe('traces', () => {
  it('are put segment by segment and given back whole', async () => {
    const { post, send } = start();
    const child = segment('2', {
      parent_id: segment('1').id,
      type: 'subsegment',
      name: 'DynamoDB',
      fault: true,
    });
    expect(await send(child, segment('1', { end_time: started + 1.25 }))).toEqual({
      UnprocessedTraceSegments: [],
    });
    expect(await post('/Traces', { TraceIds: [traceId, '1-00000000-000000000000000000000000'] })).toEqual({
      Traces: [
        {
          Id: traceId,
          Duration: 1.25,
          LimitExceeded: false,
          Segments: [
            { Id: segment('1').id, Document: JSON.stringify(segment('1', { end_time: started + 1.25 })) },
            { Id: child.id, Document: JSON.stringify(child) },
          ],
        },
      ],
      UnprocessedTraceIds: ['1-00000000-000000000000000000000000'],
    });
    expect(await post('/TraceSummaries', { StartTime: started - 60, EndTime: started + 60 })).toMatchObject({
      TraceSummaries: [
        {
          Id: traceId,
          Duration: 1.25,
          ResponseTime: 1.25,
          HasFault: true,
          HasError: false,
          IsPartial: false,
          EntryPoint: { Name: 'make-thing' },
          ServiceIds: [{ Name: 'make-thing' }],
        },
      ],
    });
    expect(await post('/TraceSummaries', { StartTime: started + 60, EndTime: started + 90 })).toMatchObject({
      TraceSummaries: [],
    });
  });

  it('answer bad segments one by one', async () => {
    const { send, post } = start();
    expect(await send(segment('1'), { ...segment('2'), trace_id: 'nonsense' }, [])).toMatchObject({
      UnprocessedTraceSegments: [{ Message: 'trace_id: 1-…-… wanted' }, { Message: 'no JSON object' }],
    });
    expect(await post('/Traces', { TraceIds: [traceId] })).toMatchObject({ Traces: [{ Id: traceId }] });
    expect(
      await post('/TraceSummaries', { StartTime: 0, EndTime: 1, FilterExpression: 'fault' }),
    ).toMatchObject({
      message: 'FilterExpression: not supported by the sandbox',
    });
    expect(await post('/TraceSummaries', { StartTime: 0, EndTime: 1, NextToken: '-5' })).toMatchObject({
      message: 'Invalid NextToken',
    });
  });

  it('take the segments of other rooms, replace one that was in progress, and forget what is old', async () => {
    const { cloud, clock, xray, send, post } = start();
    await cloud.ground.store.write(() => xray?.put({ ...segment('1'), end_time: null, in_progress: true }));
    await send(segment('1'));
    expect(await post('/Traces', { TraceIds: [traceId] })).toMatchObject({ Traces: [{ Duration: 0.5 }] });
    await clock.advance(31 * 24 * 3_600_000);
    const later = '1-65a50a58-999999999999999999999999';
    await send(segment('3', { trace_id: later, start_time: clock.now() / 1_000 }));
    expect(await post('/Traces', { TraceIds: [traceId, later] })).toMatchObject({
      Traces: [{ Id: later }],
      UnprocessedTraceIds: [traceId],
    });
  });
});
