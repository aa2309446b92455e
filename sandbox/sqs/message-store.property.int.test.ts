import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { virtualClock } from '../kernel/virtual-clock.ts';
import { testCloud } from '../testing.ts';
import { createSqs } from './service.ts';

const things = 'arn:aws:sqs:us-east-1:000000000000:things';
const visibilityTimeout = 30_000;

/** One message as the model sees it; `handle` is the newest one. */
interface Modelled {
  visibleAt: number;
  receives: number;
  handle: string | undefined;
  /** Leased by a poller of this process, so a restart gives it back. */
  isPolled: boolean;
}

type Step =
  | { readonly kind: 'send'; readonly delay: number }
  | { readonly kind: 'receive'; readonly max: number }
  | { readonly kind: 'delete' | 'show' | 'giveBack'; readonly which: number }
  | { readonly kind: 'hide'; readonly which: number; readonly seconds: number }
  | { readonly kind: 'wait'; readonly ms: number }
  | { readonly kind: 'crash' };

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constant('send' as const), delay: fc.constantFrom(0, 0, 5) }),
  fc.record({ kind: fc.constant('receive' as const), max: fc.integer({ min: 1, max: 10 }) }),
  fc.record({
    kind: fc.constantFrom('delete' as const, 'show' as const, 'giveBack' as const),
    which: fc.nat(20),
  }),
  fc.record({
    kind: fc.constant('hide' as const),
    which: fc.nat(20),
    seconds: fc.integer({ min: 1, max: 60 }),
  }),
  fc.record({ kind: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 40_000 }) }),
  fc.record({ kind: fc.constant('crash' as const) }),
);

/** Drives queue and model side by side; nothing may be lost, doubled, early, or late. */
async function followsModel(steps: readonly Step[]): Promise<void> {
  const clock = virtualClock();
  let sqs: ReturnType<typeof createSqs> | undefined;
  const cloud = testCloud({ clock, rooms: (ground) => [(sqs = createSqs(ground))] });
  if (sqs === undefined) throw new TypeError('no room was made');
  const { pollers, start, gauges } = sqs;
  const { store, call } = cloud.ground;
  const caller = { principal: 'arn:aws:iam::000000000000:root' };
  const invoke = (operation: string, input: Record<string, unknown>): Promise<unknown> =>
    call({ service: 'sqs', operation, input: { ...input, ...url }, caller });
  const url = { QueueUrl: 'http://localhost/000000000000/things' };
  await call({ service: 'sqs', operation: 'CreateQueue', input: { QueueName: 'things' }, caller });

  const model = new Map<string, Modelled>();
  let sent = 0;
  const leasedAt = (which: number): [string, Modelled, string] | undefined => {
    const leased = [...model].flatMap(([body, message]) =>
      message.handle === undefined ? [] : [[body, message, message.handle] as [string, Modelled, string]],
    );
    return leased[which % Math.max(1, leased.length)];
  };
  const receive = async (max: number): Promise<void> => {
    const due = [...model].filter(([, message]) => message.visibleAt <= clock.now());
    const taken = await store.write(() => pollers.poll(things, { max }));
    expect(new Set(taken.map(({ body }) => body)).size).toBe(taken.length);
    expect(taken).toHaveLength(Math.min(max, due.length));
    for (const { body, receiptHandle, receiveCount } of taken) {
      const message = model.get(body);
      if (message === undefined || message.visibleAt > clock.now())
        throw new TypeError(`${body} was not due`);
      message.receives += 1;
      message.visibleAt = clock.now() + visibilityTimeout;
      message.handle = receiptHandle;
      message.isPolled = true;
      expect(receiveCount).toBe(message.receives);
    }
  };
  const take = async (action: Step): Promise<void> => {
    switch (action.kind) {
      case 'send':
        sent += 1;
        await invoke('SendMessage', { MessageBody: `thing ${sent}`, DelaySeconds: action.delay });
        model.set(`thing ${sent}`, {
          visibleAt: clock.now() + action.delay * 1_000,
          receives: 0,
          handle: undefined,
          isPolled: false,
        });
        return;
      case 'receive':
        await receive(action.max);
        return;
      case 'wait':
        await clock.advance(action.ms);
        return;
      case 'crash':
        // What a start does with the leases that its dead pollers held.
        start?.();
        await clock.settle();
        for (const message of model.values()) {
          if (message.isPolled) message.visibleAt = clock.now();
          message.isPolled = false;
        }
        return;
      case 'delete': {
        const found = leasedAt(action.which);
        if (found === undefined) return;
        await invoke('DeleteMessage', { ReceiptHandle: found[2] });
        model.delete(found[0]);
        return;
      }
      case 'giveBack':
      case 'show':
      case 'hide': {
        const found = leasedAt(action.which);
        if (found === undefined) return;
        const seconds = action.kind === 'hide' ? action.seconds : 0;
        const isOver = found[1].visibleAt <= clock.now();
        const change = { ReceiptHandle: found[2], VisibilityTimeout: seconds };
        if (action.kind === 'giveBack') await store.write(() => pollers.giveBack(things, [found[2]]));
        else if (isOver)
          await expect(invoke('ChangeMessageVisibility', change)).rejects.toThrow('not available');
        else await invoke('ChangeMessageVisibility', change);
        if (!isOver) found[1].visibleAt = clock.now() + seconds * 1_000;
        if (action.kind === 'giveBack') found[1].isPolled = false;
      }
    }
  };

  for (const action of steps) await take(action);
  const visible = [...model.values()].filter(({ visibleAt }) => visibleAt <= clock.now()).length;
  expect(gauges()[0]).toMatchObject({ name: 'ApproximateNumberOfMessagesVisible', value: visible });
  await clock.advance(100_000);
  const left: string[] = [];
  for (let rest = model.size + 1; rest > 0; rest -= 1) {
    left.push(...(await store.write(() => pollers.poll(things, { max: 10 }))).map(({ body }) => body));
  }
  expect(left.sort()).toEqual([...model.keys()].sort());
  await cloud.stop();
}

test('no sequence of sends, receives, deletes, timeouts and crashes loses or doubles a message (F31)', async () => {
  await fc.assert(fc.asyncProperty(fc.array(step, { maxLength: 60, size: 'max' }), followsModel), {
    numRuns: 60,
  });
});
