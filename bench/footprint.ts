import { startSystem } from '../tests/running-system.ts';
import { usageOf } from './process-usage.ts';

/**
 * Measures what the order system takes when it has nothing to do: memory and CPU before the first order, and warm, when
 * every function has run. Usage: npm run bench. Under a minute.
 */
const idleSeconds = 10;
const orders = 10;
const pause = (seconds: number): Promise<void> => new Promise((done) => setTimeout(done, seconds * 1_000));

const system = await startSystem();
const pid = system.process.pid ?? 0;
console.log(`front door: answers after ${system.readyMs.toFixed(0)} ms (aim 1500)`);
await pause(10);
await printIdle('idle, before the first order', 150);
await warmUp();
await pause(10);
await printIdle(`warm, after ${String(orders)} orders`, 350);
await system.dispose();

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
  const { apiEndpoint = '', apiKey = '' } = system.connection;
  const headers = { 'content-type': 'application/json', 'x-api-key': apiKey };
  const items = [{ productId: 'PROD-001', quantity: 1, price: 29.99 }];
  for (let order = 0; order < orders; order += 1) {
    const paymentToken = ['tok_visa', 'tok_declined', 'tok_unavailable_once'][order % 3];
    const customer = { customerId: 'BENCH-1', customerEmail: 'bench@example.com' };
    const body = JSON.stringify({ ...customer, items, paymentToken });
    await fetch(`${apiEndpoint}/orders`, { method: 'POST', headers, body });
  }
}
