import * as z from 'zod';
import type { Ground } from '../../kernel/ground.ts';
import { inputOf } from '../../kernel/input.ts';
import { resourceType } from '../../kernel/resource.ts';
import type { ResourceType } from '../../kernel/resource.ts';
import type { GatewayStore } from '../gateway-store.ts';
import { idOf } from '../stable-id.ts';

const properties = z.strictObject({
  Name: z.string().optional(),
  Description: z.string().default(''),
  Enabled: z.stringbool().or(z.boolean()).default(false),
  Value: z.string().min(20).max(128).optional(),
  StageKeys: z.unknown().optional(),
  GenerateDistinctId: z.unknown().optional(),
  Tags: z.unknown().optional(),
});

/** Random bytes of a generated key: 40 characters, as long as AWS's. */
const keyBytes = 30;

/** AWS::ApiGateway::ApiKey: a key without a Value gets one when it is first made, and keeps it. */
export function apiKeyResource(store: GatewayStore, { random, clock }: Ground): ResourceType {
  return resourceType<z.output<typeof properties>>({
    type: 'AWS::ApiGateway::ApiKey',
    parse: inputOf(properties, 'BadRequestException'),
    withoutEffect: {
      StageKeys: 'usage plans decide where a key is good, as on AWS for keys of usage plans',
      GenerateDistinctId: 'id and value always differ',
      Tags: 'nothing is billed or found by tag here',
    },
    identify: (request) => ({ physicalId: idOf(request), attributes: { APIKeyId: idOf(request) } }),
    provision: (request) => {
      const { stackName, logicalId, properties: given } = request;
      const id = idOf(request);
      const known = store.find('key', id);
      store.put('key', id, {
        id,
        name: given.Name ?? `${stackName}-${logicalId}`,
        description: given.Description,
        enabled: given.Enabled,
        value: given.Value ?? known?.value ?? random.secret(keyBytes),
        createdAt: known?.createdAt ?? clock.now(),
      });
    },
    remove: (id) => {
      store.remove('key', id);
    },
  });
}
