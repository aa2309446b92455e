import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { createOrderSchema } from '../../src/contracts/api/create-order.ts';
import { orderViewSchema } from '../../src/contracts/api/order-view.ts';
import { generatedFiles } from './generated-files.ts';
import { MissingMarkersError, replaceMarkedBlock } from './marked-block.ts';
import { openapiDocument } from './openapi-document.ts';
import { createOrderExample, orderExample } from './openapi-examples.ts';

test('what is committed is what "npm run generate" makes', async () => {
  for (const { path, content } of await generatedFiles()) {
    expect(readFileSync(path, 'utf8'), `${path} is stale: run "npm run generate"`).toBe(content);
  }
});

test('the examples obey the contracts', () => {
  expect(createOrderSchema.safeParse(createOrderExample).success).toBe(true);
  expect(orderViewSchema.safeParse(orderExample).success).toBe(true);
});

test('every reference in the specification leads somewhere', () => {
  const document = openapiDocument();
  const text = JSON.stringify(document);
  const ids = [...text.matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)].map((match) => match[1]);
  expect(ids.length).toBeGreaterThan(5);
  for (const id of ids) expect(document).toHaveProperty(['components', 'schemas', id ?? '']);
  expect(text).not.toContain('#/definitions/');
});

test('a file without markers is refused', () => {
  expect(() => replaceMarkedBlock('nothing here\n', 'model', [])).toThrow(MissingMarkersError);
});
