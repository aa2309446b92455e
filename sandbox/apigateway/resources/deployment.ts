import * as z from 'zod';
import { inputOf } from '../../kernel/input.ts';
import { resourceType } from '../../kernel/resource.ts';
import type { ResourceType } from '../../kernel/resource.ts';
import type { GatewayStore } from '../gateway-store.ts';
import { idOf } from '../stable-id.ts';
import { putStage } from './stage.ts';

const properties = z.strictObject({
  RestApiId: z.string(),
  Description: z.unknown().optional(),
  StageName: z.string().optional(),
});

/** AWS::ApiGateway::Deployment: nothing by itself; one with a StageName makes that stage. */
export function deploymentResource(store: GatewayStore): ResourceType {
  return resourceType<z.output<typeof properties>>({
    type: 'AWS::ApiGateway::Deployment',
    parse: inputOf(properties, 'BadRequestException'),
    withoutEffect: { Description: 'it is only shown' },
    identify: (request) => ({ physicalId: idOf(request), attributes: { DeploymentId: idOf(request) } }),
    provision: (request) => {
      const { RestApiId: apiId, StageName: name } = request.properties;
      if (name === undefined) return;
      const deploymentId = idOf(request);
      putStage(store, { name, apiId, deploymentId, tracing: false, throttles: [], variables: {} });
    },
    remove: () => undefined,
  });
}
