import * as z from 'zod';
import { AwsError } from '../../kernel/errors.ts';
import { inputOf } from '../../kernel/input.ts';
import { operation } from '../../kernel/operation.ts';
import type { Operation } from '../../kernel/operation.ts';
import { Timestamp } from '../../kernel/timestamp.ts';
import type { ApiKey, GatewayStore } from '../gateway-store.ts';

const parse = inputOf(
  z.strictObject({ apiKey: z.string(), includeValue: z.stringbool().default(false) }),
  'BadRequestException',
);

/** GetApiKey; `includeValue` is how users fetch their key. */
export function getApiKey(store: GatewayStore): Operation {
  return operation({
    name: 'GetApiKey',
    kind: 'read',
    parse,
    // API Gateway guards its paths by HTTP method.
    permissions: ({ apiKey }, { region }) => [
      { action: 'apigateway:GET', resource: `arn:aws:apigateway:${region}::/apikeys/${apiKey}` },
    ],
    run: ({ apiKey, includeValue }) => {
      const key = store.find('key', apiKey);
      if (key !== undefined) return keyShape(key, includeValue);
      throw new AwsError('NotFoundException', 'Invalid API Key identifier specified', { status: 404 });
    },
  });
}

/** A key as the operations show it; its value only on request. */
export function keyShape(key: ApiKey, showsValue: boolean): Readonly<Record<string, unknown>> {
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
