import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { JsonObject } from '../kernel/json.ts';
import { virtualClock } from '../kernel/virtual-clock.ts';
import type { VirtualClock } from '../kernel/virtual-clock.ts';
import { testCloud } from '../testing.ts';
import type { TestCloud } from '../testing.ts';
import { createProbe } from '../testing-probe.ts';
import type { Probe } from '../testing-probe.ts';
import { createEvents } from './service.ts';

const queue = 'arn:aws:sqs:us-east-1:000000000000:things';
const directory = mkdtempSync(join(tmpdir(), 'events-'));

afterEach(() => {
  rmSync(directory, { recursive: true, force: true });
});

function open(clock: VirtualClock): { cloud: TestCloud; sqs: () => Probe | undefined } {
  let probe: Probe | undefined;
  const cloud = testCloud({
    clock,
    directory,
    rooms: (ground) => {
      probe = createProbe(ground, 'sqs');
      return [probe, createEvents(ground)];
    },
  });
  return { cloud, sqs: () => probe };
}

const properties = (schedule: string): JsonObject => ({
  Name: 'tick',
  ScheduleExpression: schedule,
  Targets: [{ Id: '1', Arn: queue }],
});

async function provision({ services, ground }: TestCloud, schedule: string): Promise<void> {
  const type = services
    .flatMap((room) => room.resourceTypes)
    .find((known) => known.type === 'AWS::Events::Rule');
  const request = { stackName: 's', logicalId: 'Tick', properties: properties(schedule) };
  await ground.store.write(() => type?.plan(request).provision());
}

describe('a scheduled rule', () => {
  it('fires on time, after a crash once for all that was missed, and goes on in its rhythm', async () => {
    const clock = virtualClock(Date.UTC(2024, 0, 15, 10, 0));
    const first = open(clock);
    await provision(first.cloud, 'rate(10 minutes)');
    await clock.advance(9 * 60_000);
    expect(first.sqs()?.taken()).toHaveLength(0);
    await clock.advance(12 * 60_000);
    expect(first.sqs()?.taken()).toHaveLength(2);
    expect(JSON.parse(first.sqs()?.taken()[0]?.body ?? '')).toMatchObject({
      source: 'aws.events',
      'detail-type': 'Scheduled Event',
      time: '2024-01-15T10:10:00Z',
      resources: ['arn:aws:events:us-east-1:000000000000:rule/tick'],
      detail: {},
    });
    first.cloud.abandon();

    const later = virtualClock(Date.UTC(2024, 0, 15, 13, 4));
    const second = open(later);
    await provision(second.cloud, 'rate(10 minutes)');
    await later.settle();
    expect(second.sqs()?.taken()).toHaveLength(3);
    await later.advance(5 * 60_000);
    expect(second.sqs()?.taken()).toHaveLength(3);
    await later.advance(60_000);
    expect(second.sqs()?.taken()).toHaveLength(4);
    expect(second.cloud.faults).toEqual([]);
    await second.cloud.stop();
  });
});
