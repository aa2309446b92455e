import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { start, virtualClock } from 'serverless-sandbox';
import type { Sandbox } from 'serverless-sandbox';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exampleOrder } from '../order-client.ts';
import { fieldsOf } from './api-sender.ts';

const hourMs = 3_600_000;
const directory = mkdtempSync(join(tmpdir(), 'two-callers-'));
const clock = virtualClock();
let sandbox: Sandbox;
let keys: readonly string[];

/** The system in this process, on a clock that stands still, with a second caller. */
beforeAll(async () => {
  const template = join(directory, 'template.yaml');
  writeFileSync(template, twoCallers(readFileSync('template.yaml', 'utf8')));
  sandbox = await start({
    ...{ template, stackName: 'order-processing', seed: 7, clock },
    functions: 'in-realm',
    // A day passes; nobody here needs the reconciler's 1,440 rounds.
    parameters: { ReconcileSchedule: 'rate(1 day)' },
  });
  const { body } = await sandbox.aws({
    method: 'GET',
    path: '/apikeys?includeValues=true',
    headers: {},
    body: '',
  });
  const { item } = fieldsOf(Buffer.from(body).toString()) as { item: readonly { value: string }[] };
  const own = sandbox.connection.apiKey ?? '';
  keys = [own, ...item.map(({ value }) => value).filter((value) => value !== own)];
});
afterAll(() => {
  sandbox.abandon();
  rmSync(directory, { recursive: true });
});

function twoCallers(template: string): string {
  const second = `
  SecondKey:
    Type: AWS::ApiGateway::ApiKey
    Properties: { Enabled: true }
  SecondPlanKey:
    Type: AWS::ApiGateway::UsagePlanKey
    Properties: { KeyId: !Ref SecondKey, KeyType: API_KEY, UsagePlanId: !Ref OrderApiUsagePlan }

Outputs:`;
  return template
    .replace('\nOutputs:', second)
    .replace(/(CodeUri|DefinitionUri): /g, (property) => `${property}${resolve('.')}/`);
}

interface Asking {
  readonly path?: string;
  readonly order?: unknown;
  readonly key?: string;
  readonly caller?: number;
}

interface Told {
  readonly status: number;
  readonly text: string;
  readonly body: Readonly<Record<string, unknown>>;
}

async function ask({ path = '/orders', order, key, caller = 0 }: Asking): Promise<Told> {
  const headers = {
    ...{ host: '127.0.0.1', 'content-type': 'application/json', 'x-api-key': keys[caller] ?? '' },
    ...(key !== undefined && { 'idempotency-key': key }),
  };
  const method = order === undefined ? 'GET' : 'POST';
  const body = order === undefined ? '' : JSON.stringify(order);
  const answer = await sandbox.api({ method, path: `/prod${path}`, headers, body });
  const text = Buffer.from(answer.body).toString();
  return { status: answer.status, text, body: fieldsOf(text) };
}

/** The ids on every page, page by page; `between` happens after each. */
async function pages(query: string, between?: () => Promise<void>): Promise<string[][]> {
  const all: string[][] = [];
  let token = '';
  do {
    const { status, body } = await ask({ path: `/orders?${query}${token}` });
    expect(status).toBe(200);
    // The route answers a list of orders.
    all.push((body['orders'] as { orderId: string }[]).map(({ orderId }) => orderId));
    token = body['nextToken'] === undefined ? '' : `&nextToken=${String(body['nextToken'])}`;
    await between?.();
  } while (token !== '');
  return all;
}

describe('paging', () => {
  const count = 16;
  let placed: string[];

  it('through orders of one instant shows each once, while they move on under its hands (I14)', async () => {
    placed = [];
    for (let each = 0; each < count; each += 1) {
      const { body } = await ask({ order: { ...exampleOrder, items: [{ productId: 'P', quantity: 1, price: 1 }] } }); // prettier-ignore
      placed.push(String(body['orderId']));
    }
    const { body } = await ask({ path: '/orders?limit=100' });
    const instants = (body['orders'] as { createdAt: string }[]).map(({ createdAt }) => createdAt);
    expect(new Set(instants).size).toBe(1);
    // Statuses change between the pages; the unfiltered list is by age alone.
    const shown = await pages('limit=5', () => clock.advance(200));
    expect(shown.map((page) => page.length)).toEqual([5, 5, 5, 1]);
    expect(shown.flat().sort()).toEqual([...placed].sort());
  });

  it('by status shows each once as well', async () => {
    await clock.advance(60_000);
    const shown = await pages('status=COMPLETED&limit=4');
    expect(shown.flat().sort()).toEqual([...placed].sort());
    expect(await pages('status=PENDING')).toEqual([[]]);
  });
});

describe('a key', () => {
  it('is remembered for 24 hours, though its row may be deleted days later (F21)', async () => {
    const first = await ask({ order: exampleOrder, key: 'a-day' });
    await clock.advance(24 * hourMs - 1_000);
    expect((await ask({ order: exampleOrder, key: 'a-day' })).text).toBe(first.text);
    expect((await ask({ order: { ...exampleOrder, currency: 'EUR' }, key: 'a-day' })).status).toBe(422);
    await clock.advance(2_000);
    const next = await ask({ order: { ...exampleOrder, currency: 'EUR' }, key: 'a-day' });
    expect(next.status).toBe(201);
    expect(next.body['orderId']).not.toBe(first.body['orderId']);
    expect((await ask({ path: `/orders/${String(first.body['orderId'])}` })).body['status']).toBe(
      'COMPLETED',
    );
  });

  it('belongs to its caller, and so does a cursor', async () => {
    expect(new Set(keys).size).toBe(2);
    const first = await ask({ order: exampleOrder, key: 'shared' });
    const second = await ask({ order: exampleOrder, key: 'shared', caller: 1 });
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(second.body['orderId']).not.toBe(first.body['orderId']);
    const { body } = await ask({ path: '/orders?limit=1' });
    const path = `/orders?limit=1&nextToken=${String(body['nextToken'])}`;
    expect((await ask({ path })).status).toBe(200);
    expect(await ask({ path, caller: 1 })).toMatchObject({
      status: 400,
      body: { error: 'InvalidParameter' },
    });
  });
});
