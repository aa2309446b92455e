import * as z from 'zod';
import { inputOf } from '../../kernel/input.ts';
import { resourceType } from '../../kernel/resource.ts';
import type { ResourceType } from '../../kernel/resource.ts';
import type { GatewayStore } from '../gateway-store.ts';

const properties = z.strictObject({
  KeyId: z.string(),
  KeyType: z.literal('API_KEY'),
  UsagePlanId: z.string(),
});

/** AWS::ApiGateway::UsagePlanKey: puts a key into a plan. */
export function usagePlanKeyResource(store: GatewayStore): ResourceType {
  const idOf = ({ KeyId, UsagePlanId }: z.output<typeof properties>): string => `${KeyId}:${UsagePlanId}`;
  return resourceType<z.output<typeof properties>>({
    type: 'AWS::ApiGateway::UsagePlanKey',
    parse: inputOf(properties, 'BadRequestException'),
    withoutEffect: {},
    identify: ({ properties: given }) => ({ physicalId: idOf(given), attributes: { Id: idOf(given) } }),
    provision: ({ properties: given }) => {
      store.put('planKey', idOf(given), { keyId: given.KeyId, planId: given.UsagePlanId });
    },
    remove: (id) => {
      store.remove('planKey', id);
    },
  });
}
