import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { readConnection } from '../index.ts';
import type { Connection } from '../index.ts';
import { until } from './shortener.ts';

const cli = fileURLToPath(new URL('../cli.ts', import.meta.url));

const freePorts = ['--api-port', '0', '--aws-port', '0'];

/** How a command ended. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A sandbox in a process of its own. */
export interface CommandLineSandbox {
  readonly process: ChildProcess;
  readonly connection: Connection;
  /** Sends a signal and waits for the end. */
  readonly end: (signal: NodeJS.Signals) => Promise<Ended>;
}

/** Runs `node sandbox/cli.ts` until it ends by itself. */
export async function runCommand(args: readonly string[]): Promise<Ended> {
  return spawned(args).ended;
}

/** Starts `node sandbox/cli.ts` on free ports and kills it so many milliseconds later, wherever it is by then. */
export async function killAtStart(template: string, directory: string, ms: number): Promise<Ended> {
  const { child, ended } = spawned([template, '--data', directory, ...freePorts]);
  await new Promise((resolve) => setTimeout(resolve, ms));
  child.kill('SIGKILL');
  return ended;
}

/** Starts `node sandbox/cli.ts` on free ports and waits until it answers. */
export async function startCommand(
  template: string,
  directory: string,
  args: readonly string[] = [],
): Promise<CommandLineSandbox> {
  return answering(spawned([template, '--data', directory, ...freePorts, ...args]), directory);
}

/** Starts a sandbox that may have so many files and sockets open. */
export async function startWithDescriptors(
  limit: number,
  template: string,
  directory: string,
): Promise<CommandLineSandbox> {
  const shell = ['sh', '-c', `ulimit -n ${String(limit)}; exec "$@"`, 'sh'];
  return answering(spawned([template, '--data', directory, ...freePorts], shell), directory);
}

async function answering({ child, ended }: Spawned, directory: string): Promise<CommandLineSandbox> {
  const connection = await until(async () => {
    if (child.exitCode !== null) throw new RangeError(`ended at its start: ${(await ended).stderr}`);
    try {
      const found = readConnection(directory);
      return found.pid === child.pid ? found : undefined;
    } catch {
      return undefined;
    }
  });
  return {
    process: child,
    connection,
    end: async (signal) => {
      child.kill(signal);
      return ended;
    },
  };
}

interface Spawned {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
}

function spawned(args: readonly string[], shell: readonly string[] = []): Spawned {
  const [program = '', ...rest] = [...shell, process.execPath, cli, ...args];
  const child = spawn(program, rest, { stdio: ['ignore', 'pipe', 'pipe'] });
  const output = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: Buffer) => (output.stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output.stderr += chunk.toString()));
  return { child, ended: once(child, 'close').then(() => ({ code: child.exitCode, ...output })) };
}
