import { expect, test } from 'vitest';
import { virtualClock } from '../kernel/virtual-clock.ts';
import { testCloud } from '../testing.ts';
import type { Disorder } from './disorder.ts';
import { createSqs } from './service.ts';
import type { Sqs } from './service.ts';

const things = 'arn:aws:sqs:us-east-1:000000000000:things';
const caller = { principal: 'arn:aws:iam::000000000000:root' };

/** The bodies of thirty messages in the order of their delivery, each deleted at once. */
async function delivered(disorder: Disorder, seed: number): Promise<readonly string[]> {
  const clock = virtualClock();
  const made: Sqs[] = [];
  const cloud = testCloud({
    clock,
    seed,
    rooms: (ground) => {
      made.push(createSqs(ground, { disorder }));
      return made;
    },
  });
  const [{ pollers } = { pollers: undefined }] = made;
  const call = (operation: string, input: Record<string, unknown>): Promise<unknown> =>
    cloud.ground.call({ service: 'sqs', operation, input, caller });
  await call('CreateQueue', { QueueName: 'things' });
  for (let thing = 0; thing < 30; thing += 1) {
    await call('SendMessage', { QueueUrl: '/000000000000/things', MessageBody: `thing ${thing}` });
  }
  const bodies: string[] = [];
  for (let minute = 0; minute < 21; minute += 1) {
    for (let receives = 0; receives < 10; receives += 1) {
      await cloud.ground.store.write(() => {
        for (const { body, receiptHandle } of pollers?.poll(things, { max: 10 }) ?? []) {
          bodies.push(body);
          pollers?.remove(things, [receiptHandle]);
        }
      });
    }
    await clock.advance(60_000);
  }
  await cloud.stop();
  return bodies;
}

test('without disorder every message comes once and in order', async () => {
  expect(await delivered({}, 7)).toEqual(Array.from({ length: 30 }, (_, at) => `thing ${at}`));
});

test('reordering shuffles and loses nothing; the same seed gives the same order (F24)', async () => {
  const bodies = await delivered({ reorder: true }, 7);
  expect(bodies).not.toEqual(await delivered({}, 7));
  expect([...bodies].sort()).toEqual([...(await delivered({}, 7))].sort());
  expect(await delivered({ reorder: true }, 7)).toEqual(bodies);
  expect(await delivered({ reorder: true }, 8)).not.toEqual(bodies);
});

test('duplicates come though the first delivery was deleted, within their time (F23, F27)', async () => {
  const bodies = await delivered({ duplicates: 0.5, duplicatesWithin: 20 * 60_000 }, 7);
  expect(new Set(bodies).size).toBe(30);
  expect(bodies.length).toBeGreaterThan(35);
  expect(bodies.length).toBeLessThan(55);
});
