import { execFile } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exampleOrder, orderClient } from '../tests/order-client.ts';
import { startSystem } from '../tests/running-system.ts';
import type { RunningSystem } from '../tests/running-system.ts';

const run = promisify(execFile);
const stock = async (...args: string[]): Promise<string> =>
  (await run(process.execPath, ['scripts/stock.ts', ...args])).stdout;
const complaint = async (...args: string[]): Promise<string> => {
  try {
    await stock(...args);
  } catch (thrown) {
    // What execFile rejects with when the program exits non-zero.
    return (thrown as { stderr: string }).stderr;
  }
  return 'it was accepted';
};

describe('npm run stock', () => {
  let system: RunningSystem;
  beforeAll(async () => {
    system = await startSystem();
  });
  afterAll(() => system.dispose());

  it('sets what is on the shelf, lists it, and orders obey it', async () => {
    const data = ['--data', system.directory];
    expect(await stock('set', 'SHELF-1', '--available', '1', '--price', '5.50', ...data)).toContain(
      '1 available',
    );
    expect(await stock('list', ...data)).toMatch(/SHELF-1 +1 +0 +5\.50/);
    const client = orderClient(system.connection);
    const order = (price: number) => ({
      ...exampleOrder,
      items: [{ productId: 'SHELF-1', quantity: 1, price }],
    });
    expect(await client.ended(await client.place(order(5)))).toMatchObject({
      failureReason: 'PRICE_MISMATCH',
    });
    expect(await client.ended(await client.place(order(5.5)))).toMatchObject({ status: 'COMPLETED' });
    expect(await client.ended(await client.place(order(5.5)))).toMatchObject({
      failureReason: 'OUT_OF_STOCK',
    });
  });
});

it.each([
  [['fly'], '"fly" is no stock command'],
  [['set', 'A', '--wings', '2'], "Unknown option '--wings'"],
  [['set', 'A', '--available', '-1'], 'Usage:'],
  [['set', 'A', '--available', 'many'], '--available takes a whole number'],
  [['set', 'A', '--available', '1', '--price', '1.234'], '--price takes a decimal'],
  [['set', 'a b', '--available', '1'], '"a b" is no product id'],
  [['list', '--data', join(mkdtempSync(join(tmpdir(), 'none-')), 'x')], 'No sandbox is running'],
])('refuses %j in a clear line', async (args, message) => {
  const text = await complaint(...args);
  expect(text).toContain(message);
  expect(text).not.toMatch(/\n\s+at /);
});
