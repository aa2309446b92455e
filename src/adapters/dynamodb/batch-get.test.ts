import type { BatchGetCommand, DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DependencyUnavailableError } from '../../core/kernel/faults.ts';
import { batchGet } from './batch-get.ts';

const hook = Symbol.for('serverless-sandbox.host');
let slept: number[];

beforeEach(() => {
  slept = [];
  const sleep = (ms: number) => Promise.resolve(slept.push(ms));
  Object.assign(globalThis, { [hook]: { now: () => 0, newId: () => 'id', sleep } });
});
afterEach(() => Reflect.deleteProperty(globalThis, hook));

/** A table that has a row under every key and reads at most so many of them at a time. */
function tableThatReads(most: number) {
  const asked: number[] = [];
  const send = ({ input }: BatchGetCommand) => {
    const keys = input.RequestItems?.['shelf']?.Keys ?? [];
    asked.push(keys.length);
    const left = keys.slice(most);
    return Promise.resolve({
      Responses: { shelf: keys.slice(0, most).map((key) => ({ ...key, available: 1 })) },
      UnprocessedKeys: left.length === 0 ? {} : { shelf: { Keys: left } },
    });
  };
  // As much of a client as a batch read uses.
  return { asked, client: { send } as unknown as DynamoDBDocumentClient };
}

const keys = (count: number) => Array.from({ length: count }, (_, id) => ({ productId: String(id) }));

test('rows come from as many requests as it takes, each after a longer pause', async () => {
  const { asked, client } = tableThatReads(3);
  const rows = await batchGet(client, 'shelf', keys(8));
  expect(rows).toEqual(keys(8).map((key) => ({ ...key, available: 1 })));
  expect(asked).toEqual([8, 5, 2]);
  expect(slept).toEqual([25, 50]);
});

test('a table that reads nothing is a dependency that is down', async () => {
  const { asked, client } = tableThatReads(0);
  await expect(batchGet(client, 'shelf', keys(2))).rejects.toThrow(DependencyUnavailableError);
  expect(asked).toHaveLength(6);
});

test('no keys are no request', async () => {
  const { asked, client } = tableThatReads(3);
  expect(await batchGet(client, 'shelf', [])).toEqual([]);
  expect(asked).toEqual([]);
});
