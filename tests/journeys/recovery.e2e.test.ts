import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { BatchWriteItemCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { Connection } from 'serverless-sandbox';
import { afterAll, expect, it } from 'vitest';
import { exampleOrder, orderClient } from '../order-client.ts';
import { startSystem } from '../running-system.ts';
import type { RunningSystem } from '../running-system.ts';

const stored = 10_000;
const batchSize = 25;
/** Milliseconds. */
const readyWithin = 5_000;
const owedWithin = 60_000;

let system: RunningSystem | undefined;
afterAll(() => system?.dispose());

it('serves within 5 s of a kill with 10,000 stored orders, and then does what it owes (I13)', async () => {
  system = await startSystem();
  await store(system.connection);
  const client = orderClient(system.connection);
  const owed = await Promise.all(Array.from({ length: 20 }, () => client.place(exampleOrder)));
  await system.kill();
  system = await startSystem(system.directory);
  expect(system.readyMs).toBeLessThan(readyWithin);
  const after = orderClient(system.connection);
  for (const orderId of owed) {
    expect(await after.ended(orderId, owedWithin)).toMatchObject({ status: 'COMPLETED' });
  }
});

it('refuses a second process on its directory, and is not hurt by it (F08)', async () => {
  const running = system ?? (await startSystem());
  system = running;
  const args = ['scripts/start.ts', '--api-port', '0', '--aws-port', '0', '--data', running.directory];
  const second = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  let complaint = '';
  second.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString()));
  const [code] = (await once(second, 'exit')) as [number];
  expect(code).toBe(1);
  expect(complaint.trim().split('\n')).toHaveLength(1);
  expect(complaint).toContain('in use by another sandbox');
  const client = orderClient(running.connection);
  expect(await client.ended(await client.place(exampleOrder), owedWithin)).toMatchObject({
    status: 'COMPLETED',
  });
});

/** Writes ended orders straight into the table: what counts here is how many there are, not how they came. */
async function store({ awsEndpointUrl: endpoint, region, outputs, ...keys }: Connection): Promise<void> {
  const client = new DynamoDBClient({ endpoint, region, credentials: keys });
  const table = outputs['OrdersTableName'] ?? '';
  for (let from = 0; from < stored; from += batchSize) {
    const requests = Array.from({ length: batchSize }, (_, index) => ({
      PutRequest: { Item: ended(from + index) },
    }));
    await client.send(new BatchWriteItemCommand({ RequestItems: { [table]: requests } }));
  }
}

function ended(number: number): Record<string, AttributeValue> {
  const createdAt = new Date(Date.UTC(2024, 0, 1) + number * 1_000).toISOString();
  return {
    orderId: { S: `00000000-0000-4000-8000-${String(number).padStart(12, '0')}` },
    ...{ createdAt: { S: createdAt }, updatedAt: { S: createdAt }, customerId: { S: 'CUST-OLD' } },
    ...{
      status: { S: 'FAILED' },
      failureReason: { S: 'OUT_OF_STOCK' },
      version: { N: '4' },
      requeues: { N: '0' },
    },
    ...{ statusShard: { S: 'FAILED#0' }, listShard: { S: 'ORDER#0' }, traceHeader: { S: '' } },
    ...{ currency: { S: 'USD' }, totalAmount: { N: '5' }, paymentToken: { S: 'tok_visa' } },
    items: { L: [{ M: { productId: { S: 'PROD-1' }, quantity: { N: '1' }, price: { N: '5' } } }] },
  };
}
