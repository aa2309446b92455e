import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { orderTables, tableNames } from '../../tests/ports/order-tables.ts';
import { dynamodbOrderStore } from '../adapters/dynamodb/dynamodb-order-store.ts';
import {
  businessErrorNames,
  permanentErrorNames,
  taskErrorNames,
  transientErrorNames,
} from '../contracts/tasks/error-names.ts';
import { orderIdFrom, type ProductId } from '../core/kernel/ids.ts';
import { bookId, pendingOrder, penId } from '../core/testing/memory-world.ts';

/*
 * Lambda's error type is `error.name`, and a minifier renames classes: so the names are looked at where they count,
 * in what the built bundles throw, and compared with what the state machine matches.
 */

type TaskName = keyof typeof taskErrorNames;
type Handler = (event: unknown) => Promise<unknown>;

const hook = Symbol.for('serverless-sandbox.client-config');
const scarceId = 'SCARCE' as ProductId; // a product id of this test's own
const dearId = 'DEAR' as ProductId; // another one

let tables: Awaited<ReturnType<typeof orderTables>>;
const tasks = new Map<string, Handler>();

beforeAll(async () => {
  execFileSync(process.execPath, ['scripts/build.ts', '--if-stale']);
  tables = await orderTables();
  Object.assign(globalThis, { [hook]: tables.clientConfig });
  const environment = {
    ORDERS_TABLE: tableNames.orders,
    INVENTORY_TABLE: tableNames.inventory,
    RESERVATIONS_TABLE: tableNames.reservations,
    PAYMENTS_TABLE: tableNames.payments,
    SIMULATED_PROVIDER_TABLE: tableNames.provider,
    PAYMENT_LATENCY_MS: '0',
  };
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
  vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  for (const name of Object.keys(taskErrorNames)) {
    // What esbuild made of src/lambdas/<name>/app.ts, which exports a handler.
    const bundle = (await import(pathToFileURL(`dist/${name}/app.mjs`).href)) as { handler: Handler };
    tasks.set(name, bundle.handler);
  }
  const stock = [
    { productId: bookId, available: 100, reserved: 0 },
    { productId: scarceId, available: 1, reserved: 0 },
    { productId: dearId, available: 100, reserved: 0, price: 99.99 },
  ];
  for (const Item of stock) {
    await tables.documents.send(new PutCommand({ TableName: tableNames.inventory, Item }));
  }
});

afterAll(async () => {
  vi.restoreAllMocks();
  Reflect.deleteProperty(globalThis, hook);
  await tables.stop();
});

let serial = 0;
beforeEach(() => {
  serial += 1;
});

const key = () => ({ orderId: `order-${String(serial)}`, createdAt: pendingOrder().createdAt });

async function place(change: { productId?: ProductId; paymentToken?: string } = {}) {
  const { productId = bookId, paymentToken = 'tok_visa' } = change;
  const order = pendingOrder(orderIdFrom(key().orderId));
  const items = order.items.map((line) => ({ ...line, productId }));
  await dynamodbOrderStore(tables.documents, tableNames).place({ ...order, items, paymentToken });
}

/** Runs a task of the given run and says what came of it: an outcome, or the name of an error. */
async function run(task: TaskName, { runId = 'run-a', ...more }: { runId?: string; reason?: string } = {}) {
  const handler = tasks.get(task);
  try {
    const answer = await handler?.({ ...key(), runId, ...more });
    // Every task answers with its order and outcome.
    return (answer as { outcome: string }).outcome;
  } catch (error) {
    return error instanceof Error ? error.name : 'no error';
  }
}

const fence = (reason: string) => run('fence-order', { reason });

test('an order that goes well', async () => {
  await place();
  expect(await run('validate-order')).toBe('held');
  expect(await run('process-payment')).toBe('captured');
  expect(await run('update-inventory')).toBe('completed');
  expect(await fence('States.Timeout')).toBe('OrderAlreadyCompleted');
  expect(await run('validate-order')).toBe('OrderAlreadyEnded');
});

test('an order of a product that nobody counts', async () => {
  await place({ productId: penId });
  expect(await run('validate-order')).toBe('held');
  expect(await run('process-payment')).toBe('captured');
  expect(await run('update-inventory')).toBe('completed');
});

test('an order that does not exist', async () => {
  expect(await run('validate-order')).toBe('OrderNotFound');
});

test('an order that is sold out', async () => {
  await place({ productId: scarceId });
  expect(await run('validate-order')).toBe('StockUnavailable');
  expect(await run('fail-order')).toBe('OrderNotFenced');
  expect(await fence('StockUnavailable')).toBe('fenced');
  expect(await run('validate-order')).toBe('OrderFenced');
  expect(await run('fail-order')).toBe('failed');
});

test('an order with another price than the catalogue', async () => {
  await place({ productId: dearId });
  expect(await run('validate-order')).toBe('PriceMismatch');
});

test('an order that another run owns', async () => {
  await place();
  await run('validate-order');
  expect(await run('validate-order', { runId: 'run-b' })).toBe('OwnedByAnotherRun');
});

test('an order whose payment is declined', async () => {
  await place({ paymentToken: 'tok_declined' });
  await run('validate-order');
  expect(await run('process-payment')).toBe('PaymentDeclined');
});

test('an order whose payment never happens', async () => {
  await place({ paymentToken: 'tok_unavailable' });
  await run('validate-order');
  expect(await run('process-payment')).toBe('PaymentUnavailable');
  expect(await run('update-inventory')).toBe('PaymentUnsettled');
  expect(await fence('PaymentUnavailable')).toBe('fenced');
  expect(await run('fail-order')).toBe('PaymentUnsettled');
  expect(await run('refund-payment')).toBe('voided');
  expect(await run('fail-order')).toBe('failed');
});

test('an order whose payment has an unknown outcome, and then is given back', async () => {
  await place({ paymentToken: 'tok_timeout_then_success' });
  await run('validate-order');
  expect(await run('process-payment')).toBe('PaymentOutcomeUnknown');
  expect(await run('process-payment')).toBe('captured');
  expect(await fence('States.Timeout')).toBe('fenced');
  expect(await run('process-payment')).toBe('OrderFenced');
  expect(await run('refund-payment')).toBe('refunded');
});

test('an input that names no order', async () => {
  await expect(tasks.get('validate-order')?.({ orderId: 7 })).rejects.toHaveProperty(
    'name',
    'InvalidTaskInput',
  );
});

test('the state machine matches every business answer of a task, and no name that nobody throws', () => {
  // Our own file, validated by the template's tests.
  const { States } = JSON.parse(readFileSync('infrastructure/order-workflow.asl.json', 'utf8')) as {
    States: Record<string, AslState>;
  };
  const known = new Set<string>([...businessErrorNames, ...transientErrorNames, ...permanentErrorNames]);
  for (const [name, state] of Object.entries(States)) {
    const task = taskOf(state);
    if (task === undefined) continue;
    const caught = ownNames(state.Catch);
    for (const error of [...caught, ...ownNames(state.Retry)]) {
      expect(known, `${name} matches ${error}`).toContain(error);
      // Faults may come from any task; a business answer only from the tasks that give it.
      const isFault = !(businessErrorNames as readonly string[]).includes(error); // widened to compare
      if (!isFault) expect(taskErrorNames[task], `${name} matches ${error}`).toContain(error);
    }
    const nothingToDo = ['OrderAlreadyEnded', 'OwnedByAnotherRun'];
    const decisive = ['StockUnavailable', 'PriceMismatch', 'PaymentDeclined', 'OrderAlreadyCompleted'];
    const thrown = taskErrorNames[task].filter((error) => decisive.includes(error));
    for (const error of thrown) expect(caught, `${name} must catch ${error}`).toContain(error);
    if (name === 'ValidateOrder') for (const error of nothingToDo) expect(caught).toContain(error);
  }
});

interface AslState {
  readonly Parameters?: { readonly FunctionName?: string };
  readonly Catch?: readonly { readonly ErrorEquals: readonly string[] }[];
  readonly Retry?: readonly { readonly ErrorEquals: readonly string[] }[];
}

/** `${FenceOrderFunctionArn}` → `fence-order` */
function taskOf(state: AslState): TaskName | undefined {
  const logicalName = /^\$\{(\w+)FunctionArn\}$/.exec(state.Parameters?.FunctionName ?? '')?.[1] ?? '';
  const folder = logicalName.replaceAll(/(?!^)([A-Z])/g, '-$1').toLowerCase();
  return Object.hasOwn(taskErrorNames, folder) ? (folder as TaskName) : undefined; // just looked up
}

const ownNames = (matchers: AslState['Catch']): readonly string[] =>
  (matchers ?? []).flatMap((matcher) => matcher.ErrorEquals).filter((name) => !name.includes('.'));
