import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createOrderSchema } from '../../../src/contracts/api/create-order.ts';
import { apiDocument, checkKeywords, operation } from './api-document.ts';
import { answerJudge, requestJudge } from './document-judge.ts';
import { mutated, mutations } from './mutations.ts';
import { fuzzRequests, totalOf } from './request-arbitrary.ts';
import { valuesOf } from './schema-arbitrary.ts';

const schema = { $ref: '#/components/schemas/CreateOrder' };
const judge = requestJudge(schema);

describe('the document', () => {
  test('and the contract agree: what it forbids the contract refuses, what is drawn from it the contract takes', () => {
    fc.assert(
      fc.property(valuesOf(schema), fc.option(mutations), (value, mutation) => {
        const order = mutation === null ? value : mutated(value, mutation);
        const taken = createOrderSchema.safeParse(order).success;
        if (mutation === null) expect(judge(order)).toEqual([]);
        if (judge(order).length > 0) expect(taken).toBe(false);
        if (mutation === null) expect(taken).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });

  test.each([
    [29.99, true],
    [0.1, true],
    [1_000_000, true],
    [29.999, false],
    [0.30000000000000004, false],
    [1e-7, false],
  ])('takes %d for a price: %s', (price, isGood) => {
    const order = { customerId: 'C', items: [{ productId: 'P', quantity: 1, price }] };
    expect(judge(order).length === 0).toBe(isGood);
  });

  test('has answers in which nothing may stand that it does not name', () => {
    const judgeError = answerJudge({ $ref: '#/components/schemas/Error' });
    const error = { error: 'NotFound', message: 'm', requestId: 'r' };
    expect(judgeError(error)).toEqual([]);
    expect(judgeError({ ...error, stack: 's' })).not.toEqual([]);
    expect(judgeError({ error: 'NotFound', message: 'm' })).not.toEqual([]);
  });

  test('has no keyword that the arbitraries would pass over', () => {
    expect(() => { checkKeywords({ ...schema, oneOf: [] } as object); }).toThrow('oneOf'); // prettier-ignore
    expect(Object.keys(apiDocument.paths)).toEqual(['/orders', '/orders/{id}']);
    expect(() => operation('deleteOrder')).toThrow('deleteOrder');
  });
});

test('a mutation of __proto__ is a field like any other', () => {
  const change = { kind: 'add', name: '__proto__', value: 1 } as const;
  expect(JSON.stringify(mutated({ a: 1 }, { place: 0, change }))).toBe('{"a":1,"__proto__":1}');
});

test('the requests are of every kind, and enough of them good', () => {
  const drawn = fc.sample(fuzzRequests(), 1_000);
  const share = (expectation: string): number =>
    drawn.filter((each) => each.expectation === expectation).length / drawn.length;
  expect(share('accept')).toBeGreaterThan(0.1);
  expect(share('refuse')).toBeGreaterThan(0.4);
  expect(share('either')).toBeGreaterThan(0.02);
  for (const operationId of ['createOrder', 'getOrder', 'listOrders', undefined]) {
    expect(drawn.some((each) => each.operationId === operationId)).toBe(true);
  }
});

test('totals are exact', () => {
  expect(totalOf({ items: [{ quantity: 3, price: 0.1 }, { quantity: 1_000, price: 999_999.99 }] })).toBe(99_999_999_030); // prettier-ignore
});
