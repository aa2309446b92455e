import * as z from 'zod';
import { AwsError } from '../kernel/errors.ts';
import { inputOf } from '../kernel/input.ts';
import { operation } from '../kernel/operation.ts';
import type { Operation, Permission } from '../kernel/operation.ts';
import type { Place } from '../kernel/place.ts';
import { Timestamp } from '../kernel/timestamp.ts';
import type { ApiKey, GatewayStore } from './gateway-store.ts';

/** API Gateway guards its paths by HTTP method. */
function permission({ region }: Place, path: string): readonly Permission[] {
  return [{ action: 'apigateway:GET', resource: `arn:aws:apigateway:${region}::${path}` }];
}

const parseOne = inputOf(
  z.strictObject({ apiKey: z.string(), includeValue: z.stringbool().default(false) }),
  'BadRequestException',
);

/** GetApiKey; `includeValue` is how users fetch their key. */
export function getApiKey(store: GatewayStore): Operation {
  return operation({
    name: 'GetApiKey',
    kind: 'read',
    parse: parseOne,
    permissions: ({ apiKey }, place) => permission(place, `/apikeys/${apiKey}`),
    run: ({ apiKey, includeValue }) => {
      const key = store.find('key', apiKey);
      if (key !== undefined) return keyShape(key, includeValue);
      throw new AwsError('NotFoundException', 'Invalid API Key identifier specified', { status: 404 });
    },
  });
}

const parseAll = inputOf(
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
    parse: parseAll,
    permissions: (_input, place) => permission(place, '/apikeys'),
    run: (input) => {
      const keys = store.all('key').filter(({ name }) => name.startsWith(input.name));
      return { item: keys.map((key) => keyShape(key, input.includeValues)) };
    },
  });
}

/** A key as the operations show it; its value only on request. */
function keyShape(key: ApiKey, showsValue: boolean): Readonly<Record<string, unknown>> {
  return {
    id: key.id,
    value: showsValue ? key.value : undefined,
    name: key.name,
    description: key.description === '' ? undefined : key.description,
    enabled: key.enabled,
    createdDate: new Timestamp(key.createdAt),
    lastUpdatedDate: new Timestamp(key.createdAt),
    stageKeys: [],
  };
}
