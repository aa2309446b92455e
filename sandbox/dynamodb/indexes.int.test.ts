import {
  DeleteItemCommand,
  DescribeTableCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  UpdateItemCommand,
  UpdateTableCommand,
} from '@aws-sdk/client-dynamodb';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseJson } from '../kernel/json.ts';
import { createThings, startTables } from './testing.ts';
import type { Tables } from './testing.ts';

type Attributes = Record<string, AttributeValue>;

/** One random write; only a put uses what stands below the key. */
const write = fc.record({
  what: fc.constantFrom('put', 'regrade', 'ungrade', 'delete'),
  owner: fc.constantFrom('ann', 'bob'),
  label: fc.constantFrom('a', 'b', 'c'),
  kind: fc.option(fc.constantFrom('box', 'bag'), { nil: undefined }),
  grade: fc.option(fc.integer({ min: -3, max: 3 }), { nil: undefined }),
  colour: fc.constantFrom('red', 'blue'),
});
const writes = fc.array(write, { minLength: 1, maxLength: 25 });

type Write = typeof write extends fc.Arbitrary<infer Value> ? Value : never;

function itemOf({ owner, label, kind, grade, colour }: Omit<Write, 'what'>): Attributes {
  return {
    owner: { S: owner },
    label: { S: label },
    colour: { S: colour },
    ...(kind === undefined ? {} : { kind: { S: kind } }),
    ...(grade === undefined ? {} : { grade: { N: String(grade) } }),
  };
}

async function apply({ client }: Tables, { what, ...fields }: Write): Promise<void> {
  const TableName = 'things';
  const Key = { owner: { S: fields.owner }, label: { S: fields.label } };
  switch (what) {
    case 'put':
      await client.send(new PutItemCommand({ TableName, Item: itemOf(fields) }));
      return;
    case 'delete':
      await client.send(new DeleteItemCommand({ TableName, Key }));
      return;
    case 'ungrade':
      await client.send(new UpdateItemCommand({ TableName, Key, UpdateExpression: 'REMOVE grade' }));
      return;
    default:
      await client.send(
        new UpdateItemCommand({
          TableName,
          Key,
          UpdateExpression: 'ADD grade :n',
          ExpressionAttributeValues: { ':n': { N: '1' } },
        }),
      );
  }
}

async function scan({ client }: Tables, IndexName?: string): Promise<Attributes[]> {
  const items: Attributes[] = [];
  let ExclusiveStartKey: Attributes | undefined;
  do {
    // Small pages, so that paging through equal index keys is tested, too.
    const page = await client.send(
      new ScanCommand({ TableName: 'things', IndexName, Limit: 2, ExclusiveStartKey }),
    );
    items.push(...(page.Items ?? []));
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey !== undefined);
  return items;
}

function sorted(items: readonly Attributes[]): string[] {
  const text = (item: Attributes): string => JSON.stringify(Object.entries(item).sort());
  return items.map(text).sort();
}

function pick(item: Attributes, names: readonly string[]): Attributes {
  return Object.fromEntries(Object.entries(item).filter(([name]) => names.includes(name)));
}

test('whatever is written, every index holds exactly what the table says', async () => {
  await fc.assert(
    fc.asyncProperty(writes, async (sequence) => {
      const tables = startTables();
      await createThings(tables);
      for (const one of sequence) await apply(tables, one);
      const items = await scan(tables);
      const graded = items.filter(({ kind, grade }) => kind !== undefined && grade !== undefined);
      expect(sorted(await scan(tables, 'by-kind'))).toEqual(sorted(graded));
      const kinds = items.filter(({ kind }) => kind !== undefined);
      expect(sorted(await scan(tables, 'by-kind-whole'))).toEqual(sorted(kinds));
      const keys = items
        .filter(({ grade }) => grade !== undefined)
        .map((item) => pick(item, ['owner', 'label', 'grade']));
      expect(sorted(await scan(tables, 'by-grade'))).toEqual(sorted(keys));
      await tables.cloud.stop();
    }),
    { numRuns: 40 },
  );
});

test('replaying the stream gives the table', async () => {
  await fc.assert(
    fc.asyncProperty(writes, async (sequence) => {
      const tables = startTables();
      const streamArn = await createThings(tables);
      for (const one of sequence) await apply(tables, one);
      const replayed = new Map<string, Attributes>();
      for (const { text } of tables.dynamodb.read({ streamArn, limit: 1_000 })) {
        // The shape that stream-row.ts writes.
        const { dynamodb: change } = parseJson(text) as unknown as {
          dynamodb: { Keys: Attributes; NewImage?: Attributes; OldImage?: Attributes };
        };
        const key = JSON.stringify(change.Keys);
        expect(change.OldImage).toEqual(replayed.get(key));
        expect(change.NewImage).not.toEqual(change.OldImage);
        if (change.NewImage === undefined) replayed.delete(key);
        else replayed.set(key, change.NewImage);
      }
      expect(sorted([...replayed.values()])).toEqual(sorted(await scan(tables)));
      await tables.cloud.stop();
    }),
    { numRuns: 40 },
  );
});

test('an index answers in the order of its sort key, in both directions', async () => {
  const tables = startTables();
  await createThings(tables);
  for (const [label, grade] of [
    ['a', '10'],
    ['b', '-2'],
    ['c', '9.5'],
    ['d', '-10'],
  ] as const) {
    const Item = { owner: { S: 'ann' }, label: { S: label }, kind: { S: 'box' }, grade: { N: grade } };
    await tables.client.send(new PutItemCommand({ TableName: 'things', Item }));
  }
  const labels = async (ScanIndexForward: boolean, condition: string): Promise<string> => {
    const page = await tables.client.send(
      new QueryCommand({
        TableName: 'things',
        IndexName: 'by-kind',
        KeyConditionExpression: `kind = :kind AND ${condition}`,
        ExpressionAttributeValues: { ':kind': { S: 'box' }, ':low': { N: '-2' } },
        ScanIndexForward,
      }),
    );
    return (page.Items ?? []).map(({ label }) => label?.S).join('');
  };
  expect(await labels(true, 'grade >= :low')).toBe('bca');
  expect(await labels(false, 'grade >= :low')).toBe('acb');
  expect(await labels(true, 'grade < :low')).toBe('d');
  await tables.cloud.stop();
});

test('a global index may lag, a local one never does, and in the end both are right', async () => {
  const tables = startTables(undefined, { indexLagMs: 500 });
  await createThings(tables);
  const Item = { owner: { S: 'ann' }, label: { S: 'a' }, kind: { S: 'box' }, grade: { N: '1' } };
  await tables.client.send(new PutItemCommand({ TableName: 'things', Item }));
  expect(await scan(tables, 'by-grade')).toHaveLength(1);
  expect(await scan(tables, 'by-kind')).toEqual([]);
  await tables.clock.advance(500);
  expect(await scan(tables, 'by-kind')).toEqual([Item]);
  const Key = { owner: Item.owner, label: Item.label };
  await tables.client.send(new DeleteItemCommand({ TableName: 'things', Key }));
  expect(await scan(tables, 'by-kind')).toEqual([Item]);
  await tables.clock.advance(500);
  expect(await scan(tables, 'by-kind')).toEqual([]);
  await tables.cloud.stop();
});

test('a lagging index of all attributes shows the items as they were, moved, changed and deleted ones too', async () => {
  await fc.assert(
    fc.asyncProperty(writes, async (sequence) => {
      const tables = startTables(undefined, { indexLagMs: 500 });
      await createThings(tables);
      let were: readonly Attributes[] = [];
      for (const one of sequence) {
        await apply(tables, one);
        expect(sorted(await scan(tables, 'by-kind-whole'))).toEqual(sorted(were));
        await tables.clock.advance(500);
        were = (await scan(tables)).filter(({ kind }) => kind !== undefined);
        expect(sorted(await scan(tables, 'by-kind-whole'))).toEqual(sorted(were));
      }
      await tables.cloud.stop();
    }),
    { numRuns: 20 },
  );
});

test('a new index leaves out items whose values cannot be its keys, and follows them once they can', async () => {
  const tables = startTables();
  await createThings(tables);
  const { client } = tables;
  const Key = { owner: { S: 'ann' }, label: { S: 'a' } };
  const TableName = 'things';
  await client.send(new PutItemCommand({ TableName, Item: { ...Key, colour: { N: '1' } } }));
  const Item = { owner: { S: 'ann' }, label: { S: 'b' }, colour: { S: '' } };
  await client.send(new PutItemCommand({ TableName, Item }));
  const Create = {
    IndexName: 'by-colour',
    KeySchema: [{ AttributeName: 'colour', KeyType: 'HASH' as const }],
    Projection: { ProjectionType: 'ALL' as const },
  };
  await client.send(
    new UpdateTableCommand({
      TableName,
      AttributeDefinitions: [{ AttributeName: 'colour', AttributeType: 'S' }],
      GlobalSecondaryIndexUpdates: [{ Create }],
    }),
  );
  expect(await scan(tables, 'by-colour')).toEqual([]);
  const red = { ...Key, colour: { S: 'red' } };
  await client.send(new PutItemCommand({ TableName, Item: red }));
  expect(await scan(tables, 'by-colour')).toEqual([red]);
  const { Table } = await client.send(new DescribeTableCommand({ TableName }));
  const index = Table?.GlobalSecondaryIndexes?.find(({ IndexName }) => IndexName === 'by-colour');
  expect(index?.ItemCount).toBe(1);
  await tables.cloud.stop();
});
