import { copyFileSync, existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { DescribeExecutionCommand, paginateGetExecutionHistory } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { seededRandom } from '../index.ts';
import { killAtStart, startCommand } from './command-line.ts';
import type { CommandLineSandbox } from './command-line.ts';
import { bodiesOf, indexOf, replayed, streamOf, tableOf } from './kill/books.ts';
import { clientsOf } from './kill/clients.ts';
import type { Clients } from './kill/clients.ts';
import { nothingYet, steps, work } from './kill/load.ts';
import { scratch, until } from './shortener.ts';

const rounds = Number(process.env['ROUNDS'] ?? 20);
const random = seededRandom(Number(process.env['SEED'] ?? 1));
/** Milliseconds of work before the longest-lived sandbox is killed. */
const longestLife = 600;
const longestStart = 800;
/** Milliseconds: a start, the work, and the same again for a busy machine. */
const patience = 30_000 + rounds * 36_000;

const template = fileURLToPath(new URL('./kill/template.yaml', import.meta.url));
const cleanups: (() => void)[] = [];
const directory = scratch(cleanups);
const acknowledged = nothingYet();
let sandbox: CommandLineSandbox | undefined;
let clients: Clients;

/** What SQLite itself says of the file and its log, on copies: the sandbox is to find them as they were left. */
function integrity(): unknown {
  const copy = join(scratch(cleanups), 'copy.sqlite');
  for (const suffix of ['', '-wal']) {
    const file = join(directory, `sandbox.sqlite${suffix}`);
    if (existsSync(file)) copyFileSync(file, copy + suffix);
  }
  const db = new DatabaseSync(copy);
  const answer = db.prepare('PRAGMA integrity_check').all();
  db.close();
  return answer;
}

/** Whether every kind of work was acknowledged more often than the sandbox was killed on purpose. */
const hasEnough = (): boolean => Object.values(acknowledged).every((ids: string[]) => ids.length > rounds);

beforeAll(async () => {
  // A machine busy with other things gets less done in a life: more of them then.
  for (let round = 0; round < rounds || (!hasEnough() && round < 3 * rounds); round += 1) {
    sandbox = await startCommand(template, directory);
    const working = work(clientsOf(sandbox.connection), round, acknowledged);
    await new Promise((resolve) => setTimeout(resolve, random.below(longestLife)));
    const { stderr } = await sandbox.end('SIGKILL');
    await working;
    expect(stderr).toBe('');
    expect(integrity()).toEqual([{ integrity_check: 'ok' }]);
  }
  // F09: killed again and again while it recovers.
  for (let start = 0; start < 5; start += 1) {
    expect(await killAtStart(template, directory, random.below(longestStart))).toMatchObject({ stderr: '' });
  }
  sandbox = await startCommand(template, directory);
  clients = clientsOf(sandbox.connection);
}, patience);

afterAll(() => {
  sandbox?.process.kill('SIGKILL');
  for (const cleanup of cleanups) cleanup();
});

it('did enough to mean something', () => {
  for (const [what, ids] of Object.entries(acknowledged)) {
    expect((ids as string[]).length, what).toBeGreaterThan(rounds);
  }
});

it('ends every execution that was acknowledged, each step once (F01, F09, F38)', async () => {
  await until(async () => {
    const statuses = await Promise.all(acknowledged.executions.map(statusOf));
    return statuses.includes('RUNNING') ? undefined : statuses;
  });
  const table = await tableOf(clients);
  for (const executionArn of acknowledged.executions) {
    expect(await statusOf(executionArn), executionArn).toBe('SUCCEEDED');
    const name = executionArn.split(':').at(-1) ?? '';
    for (const step of steps) expect(table.has(`${name}-${step}`), `${name}-${step}`).toBe(true);
    const types: string[] = [];
    const ids: number[] = [];
    for await (const { events = [] } of paginateGetExecutionHistory(
      { client: clients.states },
      { executionArn },
    )) {
      types.push(...events.map(({ type = '' }) => type));
      ids.push(...events.map(({ id = 0 }) => id));
    }
    expect(ids).toEqual(ids.map((_id, index) => index + 1));
    const count = (type: string): number => types.filter((each) => each === type).length;
    expect([count('TaskSucceeded'), count('MapIterationSucceeded')]).toEqual([steps.length, steps.length]);
  }
});

const statusOf = async (executionArn: string): Promise<string | undefined> =>
  (await clients.states.send(new DescribeExecutionCommand({ executionArn }))).status;

it('keeps every acknowledged write, and transactions whole (F01, F09)', async () => {
  const table = await tableOf(clients);
  for (const id of acknowledged.puts) expect(table.has(id), id).toBe(true);
  for (const id of acknowledged.pairs) expect(table.has(`left-${id}`), id).toBe(true);
  const side = (name: string): string[] =>
    [...table.keys()].filter((id) => id.startsWith(`${name}-`)).map((id) => id.slice(name.length + 1));
  expect(side('left').sort()).toEqual(side('right').sort());
  expect(Number(table.get('pairs')?.['rises']?.N)).toBe(side('left').length);
  const rises = Number(table.get('counter')?.['rises']?.N);
  expect(rises).toBeGreaterThanOrEqual(acknowledged.rises.length);
  expect(rises).toBeLessThanOrEqual(acknowledged.triedRises.length);
});

it('keeps index, stream and table in step', async () => {
  const table = await tableOf(clients);
  expect(await indexOf(clients, ['put', 'counter', 'left', 'right', 'step'])).toEqual(table);
  const records = await streamOf(clients);
  expect(replayed(records)).toEqual(table);
  const numbers = records.map(({ dynamodb }) => dynamodb?.SequenceNumber ?? '');
  expect(new Set(numbers).size).toBe(numbers.length);
  // The pipe's place in the stream and its messages are one transaction: none lost, none doubled.
  const changes: string[] = [];
  await until(async () => {
    changes.push(...(await bodiesOf(clients, 'Changes')).map((body) => JSON.parse(body) as string));
    return changes.length < numbers.length ? undefined : changes;
  });
  expect(changes.sort()).toEqual(numbers.sort());
});

it('fans out to all subscribers or to none (F54)', async () => {
  const [red, green, blue] = await Promise.all(
    ['Red', 'Green', 'Blue'].map((name) => bodiesOf(clients, name)),
  );
  expect(green).toEqual(red);
  expect(blue).toEqual(red);
  expect(new Set(red).size).toBe(red?.length);
  for (const id of acknowledged.published) expect(red, id).toContain(id);
});

it('holds each message once: sent, deleted, or given up to the dead-letter queue (F31)', async () => {
  const inbox = await bodiesOf(clients, 'Inbox');
  const deleted = new Set(acknowledged.deleted);
  for (const id of deleted) expect(inbox, id).not.toContain(id);
  // A delete whose answer was lost is the only other way out.
  const missing = acknowledged.sent.filter((id) => !deleted.has(id) && !inbox.includes(id));
  expect(missing.length).toBeLessThanOrEqual(rounds);
  // To read a spent message is to give it up: the dead-letter queue is read last.
  const waiting = await bodiesOf(clients, 'Poison');
  const dead = await bodiesOf(clients, 'Dead');
  expect(dead).not.toEqual([]);
  const poison = [...waiting, ...dead];
  expect(new Set(poison).size).toBe(poison.length);
  for (const id of acknowledged.poison) expect(poison, id).toContain(id);
});

it('leaves a sound file that its owner alone can read', async () => {
  expect(statSync(directory).mode & 0o777).toBe(0o700);
  expect(statSync(join(directory, 'sandbox.sqlite')).mode & 0o777).toBe(0o600);
  expect(statSync(join(directory, 'sandbox.sqlite-wal')).mode & 0o777).toBe(0o600);
  expect(await sandbox?.end('SIGTERM')).toMatchObject({ code: 0, stderr: '' });
  expect(integrity()).toEqual([{ integrity_check: 'ok' }]);
});
