import * as z from 'zod';
import { inputOf } from '../../kernel/input.ts';
import { resourceType } from '../../kernel/resource.ts';
import type { ResourceType } from '../../kernel/resource.ts';

const properties = z.strictObject({ CloudWatchRoleArn: z.string().optional() });

/** AWS::ApiGateway::Account: the role for logs has no local effect, because the gateway needs none to write them. */
export function accountResource(): ResourceType {
  return resourceType<z.output<typeof properties>>({
    type: 'AWS::ApiGateway::Account',
    parse: inputOf(properties, 'BadRequestException'),
    withoutEffect: { CloudWatchRoleArn: 'the gateway needs no role to write its logs here' },
    identify: ({ stackName, logicalId }) => {
      const id = `${stackName}-${logicalId}`;
      return { physicalId: id, attributes: { Id: id } };
    },
    provision: () => undefined,
    remove: () => undefined,
  });
}
