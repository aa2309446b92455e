import * as z from 'zod';
import { inputOf } from '../../kernel/input.ts';
import { resourceType } from '../../kernel/resource.ts';
import type { ResourceRequest, ResourceType } from '../../kernel/resource.ts';
import { stableId } from '../ids.ts';
import type { KeyStore } from '../key-store.ts';

const properties = z.strictObject({
  Name: z.string().optional(),
  Description: z.string().default(''),
  Enabled: z.stringbool().or(z.boolean()).default(false),
  Value: z.string().min(20).max(128).optional(),
  StageKeys: z.unknown().optional(),
  GenerateDistinctId: z.unknown().optional(),
  Tags: z.unknown().optional(),
});

type Properties = z.output<typeof properties>;

/** AWS::ApiGateway::ApiKey: a key without a Value gets one when it is first made, and keeps it. */
export function apiKeyResource(keys: KeyStore): ResourceType {
  return resourceType<Properties>({
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
      keys.putKey({
        id: idOf(request),
        logicalId,
        name: given.Name ?? `${stackName}-${logicalId}`,
        description: given.Description,
        enabled: given.Enabled,
        ...(given.Value === undefined ? {} : { value: given.Value }),
      });
    },
    remove: (id) => {
      keys.removeKey(id);
    },
  });
}

function idOf({ stackName, logicalId }: ResourceRequest<Properties>): string {
  return stableId(`${stackName}/${logicalId}`, 10);
}
