import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSystem } from '../tests/running-system.ts';
import { drive } from './load.ts';
import type { LoadResult } from './load.ts';
import { usageOf } from './process-usage.ts';

/**
 * Measures the main job, POST /orders to COMPLETED, beside the floor in the same run (floor-server.ts).
 * Usage: npm run bench. Bounded: 3,000 orders, loopback only.
 */
const connections = 32;
const batch = 1_000;
const batches = 3;
const body = JSON.stringify({
  customerId: 'BENCH-1',
  items: [
    { productId: 'PROD-001', quantity: 2, price: 29.99 },
    { productId: 'PROD-002', quantity: 1, price: 49.99 },
  ],
});

interface Figures extends LoadResult {
  readonly settledPerSecond: number;
  readonly cpuMsPerOrder: number;
}

interface Subject {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly pid: number;
  readonly isSettled: (orders: number) => Promise<boolean>;
}

/** One batch: sent, then waited for until every order has reached its end. */
async function measure(subject: Subject, total: number): Promise<Figures> {
  const before = usageOf(subject.pid).cpuMs;
  const begun = performance.now();
  const result = await drive({ ...subject, body, requests: batch, connections });
  while (!(await subject.isSettled(total))) await new Promise((resolve) => setTimeout(resolve, 50));
  const elapsed = performance.now() - begun;
  return {
    ...result,
    settledPerSecond: (batch * 1_000) / elapsed,
    cpuMsPerOrder: (usageOf(subject.pid).cpuMs - before) / batch,
  };
}

async function measureSystem(): Promise<Figures> {
  const system = await startSystem();
  const { apiEndpoint = '', apiKey = '' } = system.connection;
  const pid = system.process.pid ?? 0;
  const headers = { 'content-type': 'application/json', 'x-api-key': apiKey };
  const countOf = async (status: string): Promise<number> => {
    const answer = await fetch(`${apiEndpoint}/orders?limit=1&status=${status}`, { headers });
    // The route's own contract: { orders, count, … }.
    return ((await answer.json()) as { count: number }).count;
  };
  console.log(
    `ready after ${system.readyMs.toFixed(0)} ms, ${usageOf(pid).residentMb.toFixed(0)} MB resident, idle`,
  );
  const isSettled = async (): Promise<boolean> =>
    (await countOf('PENDING')) + (await countOf('PROCESSING')) === 0;
  let last: Figures | undefined;
  for (let run = 1; run <= batches; run += 1) {
    last = await measure({ url: `${apiEndpoint}/orders`, headers, pid, isSettled }, run * batch);
    print(`system, orders ${String((run - 1) * batch + 1)} to ${String(run * batch)}`, last);
  }
  console.log(`${usageOf(pid).residentMb.toFixed(0)} MB resident after ${String(batches * batch)} orders`);
  await system.dispose();
  if (last === undefined) throw new RangeError('nothing was measured');
  return last;
}

async function measureFloor(): Promise<Figures> {
  const directory = mkdtempSync(join(tmpdir(), 'bench-floor-'));
  const child = spawn(process.execPath, ['bench/floor-server.ts', directory, '5'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [port] = (await once(child.stdout, 'data')) as [Buffer];
  const url = `http://127.0.0.1:${port.toString().trim()}/`;
  const isSettled = async (orders: number): Promise<boolean> =>
    ((await (await fetch(url)).json()) as { settled: number }).settled === orders;
  const figures = await measure({ url, headers: {}, pid: child.pid ?? 0, isSettled }, batch);
  child.kill();
  await once(child, 'exit');
  rmSync(directory, { recursive: true });
  return figures;
}

function print(name: string, figures: Figures): void {
  const { accepted, refused, elapsedMs, p50, p99, settledPerSecond, cpuMsPerOrder } = figures;
  console.log(
    `${name}: accepted ${String(accepted)} (${((accepted * 1_000) / elapsedMs).toFixed(0)}/s), refused ${String(refused)}, ` +
      `POST p50 ${p50.toFixed(1)} ms p99 ${p99.toFixed(1)} ms, settled ${settledPerSecond.toFixed(0)}/s, ` +
      `${cpuMsPerOrder.toFixed(2)} CPU ms per settled order`,
  );
}

const floor = await measureFloor();
print('floor', floor);
const system = await measureSystem();
console.log(
  `ratio to the floor: ${(system.cpuMsPerOrder / floor.cpuMsPerOrder).toFixed(1)} x CPU per settled order, ` +
    `${(floor.settledPerSecond / system.settledPerSecond).toFixed(1)} x time per settled order`,
);
