import { readFileSync } from 'node:fs';
import { platform } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startCommand } from './command-line.ts';
import type { CommandLineSandbox } from './command-line.ts';
import { scratch, shortenerTemplate, until } from './shortener.ts';

const megabyte = 2 ** 20;
const pageSize = 4_096;
/** Milliseconds: Linux counts processor time in hundredths of a second. */
const tick = 10;
const cleanups: (() => void)[] = [];
let sandbox: CommandLineSandbox;

// Only Linux tells in a file what a process uses; other machines are no different.
describe.runIf(platform() === 'linux')('an idle sandbox', () => {
  beforeAll(async () => {
    // The second start is the rule: the first leaves compiled code behind.
    await (await startCommand(shortenerTemplate, scratch(cleanups))).end('SIGTERM');
    sandbox = await startCommand(shortenerTemplate, scratch(cleanups));
  });

  afterAll(() => {
    sandbox.process.kill('SIGKILL');
    for (const cleanup of cleanups) cleanup();
  });

  it('has taken less than 1.5 s of processor time when it answers', async () => {
    const { apiEndpoint = '' } = sandbox.connection;
    expect((await fetch(`${apiEndpoint}/links/x`)).status).toBe(403);
    expect(used().cpuMs).toBeLessThan(1_500);
  });

  it('holds less than 150 MB and takes less than 1 % of a processor', async () => {
    // The engine clears away after the start, twice; from then on nothing is left but a look at the clock.
    await until(async () => ((await usedIn(6)) <= 6 * tick ? true : undefined));
    expect(used().bytes).toBeLessThan(150 * megabyte);
  });

  it('starts functions when the first request comes', async () => {
    const { apiEndpoint = '', apiKey = '' } = sandbox.connection;
    const answer = await fetch(`${apiEndpoint}/links/x`, { headers: { 'x-api-key': apiKey } });
    expect(answer.status).toBe(404);
  });
});

/** Processor time, in milliseconds, over so many seconds from now. */
async function usedIn(seconds: number): Promise<number> {
  const before = used().cpuMs;
  await new Promise((resolve) => setTimeout(resolve, seconds * 1_000));
  return used().cpuMs - before;
}

/** Processor time and resident memory of the process so far. */
function used(): { readonly cpuMs: number; readonly bytes: number } {
  const directory = `/proc/${String(sandbox.process.pid)}`;
  // Fields after the name, which is in parentheses; user and system time are the 14th and 15th of all.
  const [, fields = ''] = readFileSync(`${directory}/stat`, 'utf8').split(') ');
  const [user, system] = fields.split(' ').slice(11, 13);
  const resident = readFileSync(`${directory}/statm`, 'utf8').split(' ')[1];
  return { cpuMs: (Number(user) + Number(system)) * tick, bytes: Number(resident) * pageSize };
}
