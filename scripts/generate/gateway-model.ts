import * as z from 'zod';
import { createOrderSchema } from '../../src/contracts/api/create-order.ts';
import { schemaDefinitions } from './schema-definitions.ts';

/**
 * The model by which API Gateway checks a body: deliberately loose (an object, its required fields, top-level types),
 * because the gateway can only answer one sentence. The function validates everything again and says what is wrong.
 */
export function gatewayModelLines(): readonly string[] {
  const definitions = schemaDefinitions(createOrderSchema, { target: 'draft-04', io: 'input' });
  const { properties, required } = outlineSchema.parse(definitions['CreateOrder']);
  return [
    'OrderRequest:',
    '  type: object',
    `  required: [${required.join(', ')}]`,
    '  properties:',
    ...Object.entries(properties).map(([field, { type }]) => `    ${field}: ${outlineOf(type)}`),
  ];
}

const outlineSchema = z.object({
  properties: z.record(z.string(), z.object({ type: z.string() })),
  required: z.array(z.string()),
});

const outlineOf = (type: string): string =>
  type === 'array' ? '{ type: array, items: { type: object } }' : `{ type: ${type} }`;
