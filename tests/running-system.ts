import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConnection } from 'serverless-sandbox';
import type { Connection } from 'serverless-sandbox';

/** The system in a process of its own, as `npm start` runs it. */
export interface RunningSystem {
  readonly connection: Connection;
  readonly process: ChildProcess;
  readonly directory: string;
  /** Milliseconds from the start of the process to its first answered request. */
  readonly readyMs: number;
  /** Everything it has printed so far. */
  readonly output: () => string;
  /** Ctrl-C: resolves with the exit code. */
  readonly interrupt: () => Promise<number | null>;
  /** `kill -9`: resolves once the process is gone; its directory stays. */
  readonly kill: () => Promise<void>;
  /** Kills what is left and removes the directory. */
  readonly dispose: () => Promise<void>;
}

const patienceMs = 30_000;
const pollMs = 20;

/** Starts the system on free ports, on a new directory or on one that is left of an earlier start. */
export async function startSystem(
  directory = mkdtempSync(join(tmpdir(), 'orders-')),
  args: readonly string[] = [],
): Promise<RunningSystem> {
  const begun = performance.now();
  const command = ['scripts/start.ts', '--api-port', '0', '--aws-port', '0', '--data', directory, ...args];
  const child = spawn(process.execPath, command, { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const exited = once(child, 'exit');
  const connection = await until(
    async () => {
      if (child.exitCode !== null) throw new RangeError(`the system ended at its start:\n${output}`);
      return answeringConnection(directory, child.pid);
    },
    { patienceMs, hint: () => output },
  );
  const readyMs = performance.now() - begun;
  const end = async (signal: NodeJS.Signals): Promise<number | null> => {
    child.kill(signal);
    await exited;
    return child.exitCode;
  };
  return {
    connection,
    process: child,
    directory,
    readyMs,
    output: () => output,
    interrupt: () => end('SIGINT'),
    kill: async () => {
      await end('SIGKILL');
    },
    dispose: async () => {
      if (child.exitCode === null && child.signalCode === null) await end('SIGKILL');
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** Asks until there is an answer other than undefined. */
export async function until<Answer>(
  ask: () => Promise<Answer | undefined> | Answer | undefined,
  { patienceMs: patience = 15_000, hint = () => '' }: { patienceMs?: number; hint?: () => string } = {},
): Promise<Answer> {
  const deadline = performance.now() + patience;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (performance.now() > deadline)
      throw new RangeError(`nothing within ${String(patience)} ms. ${hint()}`);
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
}

/** The connection, once the process that wrote it is the one just started and answers a request. */
async function answeringConnection(
  directory: string,
  pid: number | undefined,
): Promise<Connection | undefined> {
  try {
    const connection = readConnection(directory);
    if (connection.pid !== pid) return undefined;
    await fetch(`${String(connection.apiEndpoint)}/orders`, {
      headers: { 'x-api-key': String(connection.apiKey) },
    });
    return connection;
  } catch {
    return undefined;
  }
}
