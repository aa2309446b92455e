import * as z from 'zod';
import { inputOf } from '../../kernel/input.ts';
import { operation } from '../../kernel/operation.ts';
import type { Operation } from '../../kernel/operation.ts';
import type { GatewayStore } from '../gateway-store.ts';
import { keyShape } from './get-api-key.ts';

const parse = inputOf(
  z.strictObject({
    /** Prefix of the names that are wanted. */
    name: z.string().default(''),
    includeValues: z.stringbool().default(false),
    // All keys come in one page.
    position: z.string().optional(),
    limit: z.unknown().optional(),
  }),
  'BadRequestException',
);

/** GetApiKeys. */
export function getApiKeys(store: GatewayStore): Operation {
  return operation({
    name: 'GetApiKeys',
    kind: 'read',
    parse,
    permissions: (_input, { region }) => [
      { action: 'apigateway:GET', resource: `arn:aws:apigateway:${region}::/apikeys` },
    ],
    run: (input) => ({
      item: store
        .all('key')
        .filter(({ name }) => name.startsWith(input.name))
        .map((key) => keyShape(key, input.includeValues)),
    }),
  });
}
