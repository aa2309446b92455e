import * as z from 'zod';
import { inputOf } from '../../kernel/input.ts';
import { resourceType } from '../../kernel/resource.ts';
import type { ResourceType } from '../../kernel/resource.ts';
import type { KeyStore } from '../key-store.ts';

const properties = z.strictObject({
  KeyId: z.string(),
  KeyType: z.literal('API_KEY'),
  UsagePlanId: z.string(),
});

type Properties = z.output<typeof properties>;

/** AWS::ApiGateway::UsagePlanKey: puts a key into a plan. */
export function usagePlanKeyResource(keys: KeyStore): ResourceType {
  return resourceType<Properties>({
    type: 'AWS::ApiGateway::UsagePlanKey',
    parse: inputOf(properties, 'BadRequestException'),
    withoutEffect: {},
    identify: ({ properties: { KeyId: key, UsagePlanId: plan } }) => ({
      physicalId: `${key}:${plan}`,
      attributes: { Id: `${key}:${plan}` },
    }),
    provision: ({ properties: { KeyId: key, UsagePlanId: plan } }) => {
      keys.putPlanKey(plan, key);
    },
    remove: (physicalId) => {
      const [key = '', plan = ''] = physicalId.split(':');
      keys.removePlanKey(plan, key);
    },
  });
}
