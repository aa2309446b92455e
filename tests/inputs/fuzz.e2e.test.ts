import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startSystem } from '../running-system.ts';
import type { RunningSystem } from '../running-system.ts';
import { witnessesOf } from '../witnesses.ts';
import { apiSender, fieldsOf } from './api-sender.ts';
import type { ApiAnswer, ApiRequest, ApiSender } from './api-sender.ts';
import { brokenRules } from './general-rules.ts';
import { undocumented } from './openapi/documented.ts';
import { fuzzRequests, totalOf } from './openapi/request-arbitrary.ts';
import type { FuzzRequest } from './openapi/request-arbitrary.ts';

/** `FUZZ_REQUESTS=10000` sends more; `FC_SEED` and `FUZZ_PATH` replay a failure. */
const { FUZZ_REQUESTS: requests = '1000', FC_SEED: seed, FUZZ_PATH: path } = process.env;
/** Requests travel in batches of 1 to 19, so that a failing batch can shrink to the one request that is at fault. */
const mostAtOnce = 19;
const leastPerRun = 8;
const patienceMs = 90_000 + Number(requests) * 100;
/** Then a failing batch is small enough, and nobody waits for a smaller one. */
const shrinkingMs = patienceMs - 60_000;

let system: RunningSystem;
let sender: ApiSender;
const accepted = new Set<string>();
let sent = 0;
beforeAll(async () => {
  system = await startSystem();
  sender = apiSender(system.connection);
});
afterAll(async () => {
  sender.close();
  await system.dispose();
});

it(
  `${requests} requests made from the API document get documented answers (I10)`,
  async () => {
    const batches = fc.array(fuzzRequests(), { minLength: 1, maxLength: mostAtOnce, size: 'max' });
    const property = fc.asyncProperty(batches, async (batch) => {
      const faults = (await Promise.all(batch.map(faultsOf))).flat();
      expect(faults, faults.join('\n')).toEqual([]);
    });
    const details = await fc.check(property, {
      numRuns: Math.ceil(Number(requests) / leastPerRun),
      interruptAfterTimeLimit: shrinkingMs,
      markInterruptAsFailure: true,
      ...(path !== undefined && { path }),
      ...(seed !== undefined && { seed: Number(seed) }),
    });
    if (!details.failed) return;
    const replay = `FC_SEED=${String(details.seed)} FUZZ_PATH=${String(details.counterexamplePath)} FUZZ_REQUESTS=${requests}`;
    expect.fail(
      `Replay: ${replay} npx vitest run tests/inputs/fuzz.e2e.test.ts\n${String(details.errorInstance)}\n${String(fc.defaultReportMessage(details))}`,
    );
  },
  patienceMs,
);

it('and nothing is stored but the orders that were accepted', async () => {
  const witnesses = witnessesOf(system.connection);
  const orders = (await witnesses.table('orders')).map(({ orderId }) => orderId);
  expect(new Set(orders)).toEqual(accepted);
  expect(system.output()).not.toMatch(/fault in/);
  if (path !== undefined) return;
  expect(sent).toBeGreaterThanOrEqual(Number(requests));
  expect(accepted.size).toBeGreaterThan(Number(requests) / 20);
});

/** Everything that is wrong with the answer to one request. */
async function faultsOf({ operationId, request, expectation }: FuzzRequest): Promise<string[]> {
  const unique = withUniqueKey(request);
  const answer = await sender.send(unique);
  const wasTaken = answer.status < 300;
  const faults = [
    ...brokenRules(unique, answer),
    ...(operationId === undefined ? [] : undocumented(operationId, answer)),
    ...(expectation === 'accept' && !wasTaken ? ['was refused, though it is as documented'] : []),
    ...(expectation === 'refuse' && wasTaken ? ['was taken, against the document'] : []),
    ...(answer.status === 201 ? await faultsOfOrder(String(request.body), answer) : []),
  ];
  const asked = `${request.path.slice(0, 100)} ${String(request.body).slice(0, 300)}`;
  return faults.map((fault) => `${asked} → ${fault}: ${answer.text.slice(0, 300)}`);
}

/** Keys must not meet by chance, least of all when a failing batch is made smaller. */
function withUniqueKey(request: ApiRequest): ApiRequest {
  const key = request.headers?.['idempotency-key'];
  sent += 1;
  return key === undefined
    ? request
    : { ...request, headers: { 'idempotency-key': `${String(key)}-${String(sent)}` } };
}

/** An accepted order is there at once, as it was sent. */
async function faultsOfOrder(body: string, answer: ApiAnswer): Promise<string[]> {
  const { orderId, totalAmount } = fieldsOf(answer.text);
  accepted.add(String(orderId));
  const order: unknown = JSON.parse(body);
  const read = await sender.send({ path: `/orders/${String(orderId)}` });
  const stored = fieldsOf(read.text);
  const isAsSent = Object.entries(Object(order)).every(
    ([field, value]) => field === 'paymentToken' || JSON.stringify(stored[field]) === JSON.stringify(value),
  );
  return [
    ...(read.status === 200 ? undocumented('getOrder', read) : [`is not there: ${read.text}`]),
    ...(isAsSent ? [] : [`is not as it was sent: ${read.text}`]),
    ...(Math.round(Number(totalAmount) * 100) === totalOf(order) ? [] : ['has another total']),
  ];
}
