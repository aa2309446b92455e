import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConnection } from 'serverless-sandbox';
import type { Connection } from 'serverless-sandbox';
import { until } from '../tests/running-system.ts';
import { usageOf } from './process-usage.ts';

/**
 * Measures what the order system takes when it has nothing to do: memory and CPU before the first order, and warm, when
 * every function has run. Usage: npm run bench. Under a minute.
 */
const idleSeconds = 10;
const orders = 10;
const pause = (seconds: number): Promise<void> => new Promise((done) => setTimeout(done, seconds * 1_000));

const directory = mkdtempSync(join(tmpdir(), 'bench-footprint-'));
// The first start after a change leaves compiled code behind; the second is the rule.
await (await start()).stop();
const { pid, connection, readyMs, stop } = await start();
console.log(`front door: answers after ${readyMs.toFixed(0)} ms (aim 1500)`);
await pause(10);
await printIdle('idle, before the first order', 150);
await warmUp();
await pause(10);
await printIdle(`warm, after ${String(orders)} orders`, 350);
await stop();
rmSync(directory, { recursive: true });

interface Started {
  readonly pid: number;
  readonly connection: Connection;
  readonly readyMs: number;
  readonly stop: () => Promise<void>;
}

/** Starts the system and asks it something that needs no function: the first that does starts all of them. */
async function start(): Promise<Started> {
  const begun = performance.now();
  const command = ['scripts/start.ts', '--api-port', '0', '--aws-port', '0', '--data', directory];
  const child = spawn(process.execPath, command, { stdio: ['ignore', 'ignore', 'inherit'] });
  const exited = once(child, 'exit');
  const connection = await until(() => answering(child.pid), { patienceMs: 30_000 });
  const stop = async (): Promise<void> => {
    child.kill('SIGINT');
    await exited;
  };
  return { pid: child.pid ?? 0, connection, readyMs: performance.now() - begun, stop };
}

async function answering(pid: number | undefined): Promise<Connection | undefined> {
  try {
    const connection = readConnection(directory);
    if (connection.pid !== pid) return undefined;
    await fetch(`${String(connection.apiEndpoint)}/orders`);
    return connection;
  } catch {
    return undefined;
  }
}

async function printIdle(name: string, aimMb: number): Promise<void> {
  const before = usageOf(pid).cpuMs;
  await pause(idleSeconds);
  const { cpuMs, residentMb } = usageOf(pid);
  const share = (cpuMs - before) / (idleSeconds * 10);
  console.log(
    `${name}: ${residentMb.toFixed(0)} MB (aim ${String(aimMb)}), ${share.toFixed(2)} % CPU (aim 1)`,
  );
}

/** Orders that are completed, declined and refunded: every function runs. */
async function warmUp(): Promise<void> {
  const { apiEndpoint = '', apiKey = '' } = connection;
  const headers = { 'content-type': 'application/json', 'x-api-key': apiKey };
  const items = [{ productId: 'PROD-001', quantity: 1, price: 29.99 }];
  for (let order = 0; order < orders; order += 1) {
    const paymentToken = ['tok_visa', 'tok_declined', 'tok_unavailable_once'][order % 3];
    const customer = { customerId: 'BENCH-1', customerEmail: 'bench@example.com' };
    const body = JSON.stringify({ ...customer, items, paymentToken });
    await fetch(`${apiEndpoint}/orders`, { method: 'POST', headers, body });
  }
}
