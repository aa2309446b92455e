import { expect, test } from 'vitest';
import { failedItems } from './batch-response.ts';

const items = Array.from({ length: 10 }, (_, index) => `m-${String(index)}`);
const said = (payload: string) => ({ requestId: 'r', logTail: '', payload });
const answer = (failures: unknown) => said(JSON.stringify({ batchItemFailures: failures }));
const named = (...names: unknown[]) => answer(names.map((itemIdentifier) => ({ itemIdentifier })));

test.each<[string, Parameters<typeof failedItems>[0], readonly string[]]>([
  ['no item', named(), []],
  ['one of ten (F29)', named('m-3'), ['m-3']],
  ['ten of ten (F29)', named(...items), items],
  ['an item that is not in the batch: all of them come back (F29)', named('m-3', 'm-99'), items],
  ['an empty identifier: all of them come back (F29)', named(''), items],
  ['no identifier: all of them come back (F29)', named(undefined), items],
  ['something else than a list', answer('m-3'), items],
  ['nothing', said('null'), []],
  ['an error', { ...said('{}'), functionError: 'Unhandled' }, items],
])('a function that names %s', (_, result, expected) => {
  expect(failedItems(result, items, true)).toEqual(expected);
});
