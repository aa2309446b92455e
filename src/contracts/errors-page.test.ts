import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { failureReasons } from '../core/orders/order.ts';
import { apiErrors } from './api/api-errors.ts';
import { failureReasonSchema } from './api/order-view.ts';
import {
  businessErrorNames,
  permanentErrorNames,
  taskErrorNames,
  transientErrorNames,
} from './tasks/error-names.ts';

const page = readFileSync('docs/errors.md', 'utf8');

/** First cells of the tables under a heading, without their quotes. */
function listedUnder(heading: string): readonly string[] {
  const section = page.split(/^## /m).find((part) => part.startsWith(`${heading}\n`)) ?? '';
  return [...section.matchAll(/^\| `(\w+)`/gm)].map((match) => match[1] ?? '');
}

test('the page lists every API error with its status, and no other', () => {
  expect(listedUnder('API')).toEqual(Object.keys(apiErrors));
  for (const [code, { status, from }] of Object.entries(apiErrors)) {
    expect(page).toMatch(new RegExp(`\\| \`${code}\` +\\| ${String(status)} +\\| ${from} +\\|`));
  }
});

test('the page lists every error of the workflow, and no other', () => {
  expect(listedUnder('Workflow')).toEqual([
    ...businessErrorNames,
    ...transientErrorNames,
    ...permanentErrorNames,
  ]);
});

test('the page, the contract and the core know the same failure reasons', () => {
  expect(listedUnder('Reasons of a failed order')).toEqual([...failureReasons]);
  expect(failureReasonSchema.options).toEqual([...failureReasons]);
});

test('every name that a task throws is a known one', () => {
  const known = new Set<string>([...businessErrorNames, ...transientErrorNames, ...permanentErrorNames]);
  for (const name of Object.values(taskErrorNames).flat()) expect(known).toContain(name);
});
