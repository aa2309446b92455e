import type * as z from 'zod';
import { errorBodySchema } from '../../src/contracts/api/api-errors.ts';
import { createOrderSchema } from '../../src/contracts/api/create-order.ts';
import { orderCreatedSchema, orderListSchema } from '../../src/contracts/api/order-view.ts';
import { schemaDefinitions } from './schema-definitions.ts';

export type JsonObject = Readonly<Record<string, unknown>>;

/** `#/components/schemas` of the API: each contract under its id. */
export const openapiSchemas = (): JsonObject => ({
  ...definitionsOf(createOrderSchema, 'input'),
  ...definitionsOf(orderCreatedSchema, 'output'),
  ...definitionsOf(orderListSchema, 'output'),
  ...definitionsOf(errorBodySchema, 'output'),
});

export const schemaRef = (id: string): JsonObject => ({ $ref: `#/components/schemas/${id}` });

function definitionsOf(schema: z.ZodType, io: 'input' | 'output'): JsonObject {
  const definitions = schemaDefinitions(schema, { target: 'openapi-3.0', io });
  return Object.fromEntries(
    Object.entries(definitions).map(([id, definition]) => [id, tidied(definition, io === 'output')]),
  );
}

/** Leaves out what only a validator needs, and says the rest as OpenAPI 3.0 does. */
function tidied(value: unknown, isAnswer: boolean): unknown {
  if (Array.isArray(value)) return value.map((element) => tidied(element, isAnswer));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([key, part]) =>
    isWorthSaying(key, part, { of: value, isAnswer }),
  );
  return Object.fromEntries(entries.map(([key, part]) => tidiedEntry(key, part, isAnswer)));
}

function isWorthSaying(
  key: string,
  part: unknown,
  { of, isAnswer }: { of: object; isAnswer: boolean },
): boolean {
  // A known format says more to people than the regular expression behind it.
  if (key === 'pattern' && 'format' in of) return false;
  // Readers of answers must tolerate fields that are added later.
  if (key === 'additionalProperties' && part === false) return !isAnswer;
  return !(typeof part === 'number' && Math.abs(part) === Number.MAX_SAFE_INTEGER);
}

function tidiedEntry(key: string, part: unknown, isAnswer: boolean): [string, unknown] {
  if (key === 'examples' && Array.isArray(part)) return ['example', part[0]];
  if (key === '$ref') return [key, String(part).replace('#/definitions/', '#/components/schemas/')];
  return [key, tidied(part, isAnswer)];
}
