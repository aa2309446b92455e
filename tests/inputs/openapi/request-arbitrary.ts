import * as fc from 'fast-check';
import type { ApiRequest } from '../api-sender.ts';
import { apiDocument, operation } from './api-document.ts';
import type { Operation, Parameter, Schema } from './api-document.ts';
import { requestJudge } from './document-judge.ts';
import { mutated, mutations } from './mutations.ts';
import { valuesOf } from './schema-arbitrary.ts';

/** A request with what the document says of it. */
export interface FuzzRequest {
  /** The operation that the request is meant for; absent where there is none. */
  readonly operationId?: string;
  readonly request: ApiRequest;
  /** `either`: the document allows it, but does not say all that the system asks for. */
  readonly expectation: Expectation;
}

export type Expectation = 'accept' | 'refuse' | 'either';

/** Requests for every operation of the document, good and bad, and some for none. */
export const fuzzRequests = (): fc.Arbitrary<FuzzRequest> =>
  fc.oneof(
    { weight: 12, arbitrary: creations() },
    { weight: 4, arbitrary: lists() },
    { weight: 2, arbitrary: lookups() },
    { weight: 1, arbitrary: strays() },
    { weight: 1, arbitrary: fc.oneof(creations(), lists(), lookups()).chain(withoutKey) },
  );

const bodySchema: Schema = operation('createOrder').requestBody?.content['application/json'].schema ?? {};
const judgeBody = requestJudge(bodySchema);

function creations(): fc.Arbitrary<FuzzRequest> {
  const order = valuesOf(bodySchema);
  const bodies = fc.oneof(
    { weight: 1, arbitrary: order.map((value) => ({ text: JSON.stringify(value), isSure: true })) },
    {
      weight: 8,
      arbitrary: fc
        .tuple(order, fc.array(mutations, { minLength: 1, maxLength: 3 }))
        .map(([value, changes]) => changes.reduce(mutated, value))
        .map((value) => ({ text: JSON.stringify(value), isSure: false })),
    },
    {
      weight: 1,
      arbitrary: fc
        .tuple(order, fc.nat(), fc.string())
        .map(([value, at, text]) => spliced(JSON.stringify(value), at, text))
        .map((text) => ({ text, isSure: false })),
    },
  );
  return fc
    .record({ body: bodies, key: fc.option(idempotencyKeys()) })
    .map(({ body: { text, isSure }, key }): FuzzRequest => ({
      operationId: 'createOrder',
      request: {
        ...{ method: 'POST', path: '/orders', body: text },
        ...(key !== null && { headers: { 'idempotency-key': key } }),
      },
      expectation: expectationOf(text, isSure),
    }));
}

/** What must come of a body. An order over the largest total is good JSON of the right shape. */
export function expectationOf(text: string, isSure: boolean): Expectation {
  const value = jsonOf(text);
  if (judgeBody(value).length > 0) return 'refuse';
  return isSure && totalOf(value) <= largestTotalCents ? 'accept' : 'either';
}

const largestTotalCents = 999_999_999_999;

/** In cents. */
export function totalOf(order: unknown): number {
  // The judge has just found the shape of the document.
  const { items } = order as { items: readonly { quantity: number; price: number }[] };
  return items.reduce((sum, { quantity, price }) => sum + quantity * Math.round(price * 100), 0);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const spliced = (text: string, at: number, inserted: string): string => {
  const cut = at % (text.length + 1);
  return text.slice(0, cut) + inserted + text.slice(cut + (at % 3));
};

/** Room is left for what makes a key unique when it is sent. */
const idempotencyKeys = (): fc.Arbitrary<string> =>
  fc.string({ unit: 'grapheme-ascii', maxLength: 200 }).map((text) => `k${text.trimEnd()}`);

const parametersOf = ({ parameters = [] }: Operation, place: Parameter['in']): readonly Parameter[] =>
  parameters.filter((parameter) => parameter.in === place);

function lists(): fc.Arbitrary<FuzzRequest> {
  const known = parametersOf(operation('listOrders'), 'query');
  const good = known.filter(({ name }) => name !== 'nextToken');
  const goodPair = fc
    .constantFrom(...good)
    .chain(({ name, schema }) =>
      rangeOf(schema).map((value) => ({ name, value: String(value), isGood: true })),
    );
  const oddPair = fc
    .record({
      name: fc.oneof(fc.constantFrom(...known.map(({ name }) => name)), fc.string()),
      value: fc.oneof(fc.string(), fc.integer().map(String), fc.double().map(String)),
    })
    .map((pair) => ({ ...pair, isGood: isGoodPair(known, pair) }));
  const pairs = fc.array(fc.oneof({ weight: 4, arbitrary: goodPair }, { weight: 1, arbitrary: oddPair }), {
    maxLength: 3,
  });
  return pairs.map((query): FuzzRequest => {
    const names = query.map(({ name }) => name);
    const isGood = new Set(names).size === names.length && query.every((pair) => pair.isGood);
    const text = new URLSearchParams(
      query.map(({ name, value }): [string, string] => [name, value]),
    ).toString();
    return {
      operationId: 'listOrders',
      request: { path: text === '' ? '/orders' : `/orders?${text}` },
      expectation: isGood ? 'accept' : 'refuse',
    };
  });
}

/** Every value that a parameter may have, not its default alone. */
const rangeOf = (schema: Schema): fc.Arbitrary<unknown> =>
  valuesOf(Object.fromEntries(Object.entries(schema).filter(([keyword]) => keyword !== 'default')));

/** A cursor that no page gave is never good, though any text is one by its schema. */
function isGoodPair(known: readonly Parameter[], { name, value }: { name: string; value: string }): boolean {
  const parameter = known.find((each) => each.name === name);
  if (parameter === undefined || name === 'nextToken') return false;
  const typed =
    parameter.schema.type === 'integer' && String(Number(value)) === value ? Number(value) : value;
  return requestJudge(parameter.schema)(typed).length === 0;
}

function lookups(): fc.Arbitrary<FuzzRequest> {
  const ids = fc.oneof(fc.uuid(), fc.string({ unit: 'grapheme', minLength: 1, maxLength: 50 }));
  return ids
    .filter((id) => !/^\.{0,2}$/.test(id))
    .map((id): FuzzRequest => ({
      operationId: 'getOrder',
      request: { path: `/orders/${encodeURIComponent(id)}` },
      expectation: 'refuse',
    }));
}

function strays(): fc.Arbitrary<FuzzRequest> {
  const routes = new Set(Object.keys(apiDocument.paths));
  return fc
    .record({
      method: fc.constantFrom('GET', 'POST', 'PUT', 'PATCH', 'DELETE'),
      path: fc.webPath().filter((path) => !routes.has(path) && !path.startsWith('/orders')),
    })
    .map((request): FuzzRequest => ({ request, expectation: 'refuse' }));
}

function withoutKey(fuzz: FuzzRequest): fc.Arbitrary<FuzzRequest> {
  return fc
    .oneof(fc.constant(null), fc.string({ unit: 'grapheme-ascii', maxLength: 60 }))
    .map((apiKey): FuzzRequest => ({ ...fuzz, request: { ...fuzz.request, apiKey }, expectation: 'refuse' }));
}
