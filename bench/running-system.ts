import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConnection } from 'serverless-sandbox';
import type { Connection } from 'serverless-sandbox';

/** The system in a process of its own, as `npm start` runs it, on a directory that goes with it. */
export interface RunningSystem {
  readonly connection: Connection;
  readonly process: ChildProcess;
  readonly directory: string;
  /** From the start of the process to its first answered request. */
  readonly readyMs: number;
  stop(): Promise<void>;
}

const patienceMs = 30_000;
const pollMs = 20;

/** Starts the system on free ports and waits for its first answer. */
export async function startSystem(): Promise<RunningSystem> {
  const directory = mkdtempSync(join(tmpdir(), 'bench-'));
  const begun = performance.now();
  const args = ['scripts/start.ts', '--api-port', '0', '--aws-port', '0', '--data', directory];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  const connection = await firstAnswer(directory, begun);
  return {
    connection,
    process: child,
    directory,
    readyMs: performance.now() - begun,
    stop: async () => {
      child.kill('SIGTERM');
      await once(child, 'exit');
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

async function firstAnswer(directory: string, begun: number): Promise<Connection> {
  for (;;) {
    try {
      const connection = readConnection(directory);
      await fetch(`${String(connection.apiEndpoint)}/orders`, {
        headers: { 'x-api-key': String(connection.apiKey) },
      });
      return connection;
    } catch (thrown) {
      if (performance.now() - begun > patienceMs) throw thrown;
      await new Promise((resolve) => setTimeout(resolve, pollMs));
    }
  }
}
