import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { ReceiveMessageCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { SandboxError, seededRandom } from '../index.ts';
import { createSqs } from '../sqs/service.ts';
import { testCloud } from '../testing.ts';
import type { TestCloud } from '../testing.ts';
import { scratch } from './shortener.ts';

const cleanups: (() => void)[] = [];
afterAll(() => {
  for (const cleanup of cleanups) cleanup();
});

const data = 'sandbox.sqlite';
const log = `${data}-wal`;
const messages = 60;
const random = seededRandom(1);
/** A store as a kill leaves it: most of it is in the log. */
const killed = scratch(cleanups);
/** The same, stopped: all of it is in the file. */
const stopped = scratch(cleanups);

const open = (directory: string): TestCloud =>
  testCloud({ directory, rooms: (ground) => [createSqs(ground)] });
const QueueUrl = 'http://localhost/000000000000/things';

beforeAll(async () => {
  for (const directory of [killed, stopped]) {
    const cloud = open(directory);
    const root = { principal: 'arn:aws:iam::000000000000:root' };
    const create = { service: 'sqs', operation: 'CreateQueue', input: { QueueName: 'things' }, caller: root };
    await cloud.ground.call(create);
    const queues = new SQSClient(cloud.clientConfig);
    for (let number = 0; number < messages; number += 1) {
      const MessageBody = `${String(number)} ${'x'.repeat(2_000)}`;
      await queues.send(new SendMessageCommand({ QueueUrl, MessageBody }));
    }
    if (directory === stopped) await cloud.stop();
    else {
      const live = join(killed, 'copy');
      mkdirSync(live);
      for (const file of [data, log]) copyFileSync(join(killed, file), join(live, file));
      await cloud.stop();
      for (const file of [data, log]) copyFileSync(join(live, file), join(killed, file));
    }
  }
});

/** A copy that `damage` has been at; what comes of it. */
async function afterDamage(origin: string, damage: (directory: string) => void): Promise<number[] | string> {
  const directory = scratch(cleanups);
  for (const file of [data, log])
    if (existsSync(join(origin, file))) copyFileSync(join(origin, file), join(directory, file));
  damage(directory);
  let cloud: TestCloud;
  try {
    cloud = open(directory);
  } catch (thrown) {
    if (!(thrown instanceof SandboxError)) throw thrown;
    return thrown.message;
  }
  const numbers: number[] = [];
  const queues = new SQSClient(cloud.clientConfig);
  const poll = { QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 3_600 };
  for (;;) {
    const { Messages = [] } = await queues
      .send(new ReceiveMessageCommand(poll))
      .catch(() => ({ Messages: [] }));
    if (Messages.length === 0) break;
    numbers.push(...Messages.map(({ Body = '' }) => Number.parseInt(Body, 10)));
  }
  await cloud.stop();
  return numbers.sort((a, b) => a - b);
}

const flip = (file: string, offset: number): void => {
  const bytes = readFileSync(file);
  bytes[offset] = (bytes[offset] ?? 0) ^ 0x10;
  writeFileSync(file, bytes);
};

it('is whole before it is damaged', async () => {
  const all = Array.from({ length: messages }, (_, number) => number);
  expect(await afterDamage(killed, () => undefined)).toEqual(all);
  expect(await afterDamage(stopped, () => undefined)).toEqual(all);
});

it('starts from the last whole commit of a log that was cut off or damaged (F11)', async () => {
  const size = statSync(join(killed, log)).size;
  const lengths = new Set<number>();
  for (let attempt = 0; attempt < 30; attempt += 1) {
    const offset = random.below(size);
    const damages = [
      (directory: string) => {
        truncateSync(join(directory, log), offset);
      },
      (directory: string) => {
        flip(join(directory, log), offset);
      },
    ];
    for (const damage of damages) {
      const left = await afterDamage(killed, damage);
      // Commits are lost from the end alone: what is left has no gap.
      expect(left, String(offset)).toEqual(Array.from({ length: left.length }, (_, number) => number));
      lengths.add(left.length);
    }
  }
  expect(lengths.size).toBeGreaterThan(10);
});

it('refuses a file whose pages are damaged, with advice (F11)', async () => {
  const pageSize = 4_096;
  const pages = statSync(join(stopped, data)).size / pageSize;
  let refusals = 0;
  for (let page = 0; page < pages; page += 1) {
    const offset = page * pageSize + (page === 0 ? 100 : 0);
    const left = await afterDamage(stopped, (directory) => {
      flip(join(directory, data), offset);
    });
    if (typeof left === 'string') {
      expect(left).toMatch(
        /sandbox\.sqlite cannot be read \(.+\); start with --reset .*, or restore a copy\.$/,
      );
      refusals += 1;
    } else {
      // The first byte of an overflow page is part of no message that would be shown wrong.
      expect(left, `page ${String(page)}`).toHaveLength(messages);
    }
  }
  expect(refusals).toBeGreaterThan(pages / 3);
});

it('refuses a file that was cut off, or is no database', async () => {
  const cut = await afterDamage(stopped, (directory) => {
    truncateSync(join(directory, data), statSync(join(directory, data)).size / 2);
  });
  expect(cut).toMatch(/cannot be read .*--reset/);
  const none = await afterDamage(stopped, (directory) => {
    writeFileSync(join(directory, data), 'x'.repeat(10_000));
  });
  expect(none).toMatch(/cannot be read \(file is not a database\).*--reset/);
});
