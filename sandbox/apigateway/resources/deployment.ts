import * as z from 'zod';
import { inputOf } from '../../kernel/input.ts';
import { resourceType } from '../../kernel/resource.ts';
import type { ResourceRequest, ResourceType } from '../../kernel/resource.ts';
import type { ApiStore } from '../api-store.ts';
import { stableId } from '../ids.ts';

const properties = z.strictObject({
  RestApiId: z.string(),
  Description: z.string().default(''),
  StageName: z.string().optional(),
});

type Properties = z.output<typeof properties>;

/** AWS::ApiGateway::Deployment; one with a StageName makes that stage, too. */
export function deploymentResource(apis: ApiStore): ResourceType {
  return resourceType<Properties>({
    type: 'AWS::ApiGateway::Deployment',
    parse: inputOf(properties, 'BadRequestException'),
    withoutEffect: {},
    identify: (request) => ({ physicalId: idOf(request), attributes: { DeploymentId: idOf(request) } }),
    provision: (request) => {
      const { RestApiId: apiId, Description: description, StageName: stage } = request.properties;
      const id = idOf(request);
      apis.putDeployment({ id, api_id: apiId, description });
      if (stage !== undefined) {
        const settings = { tracing: false, throttles: [], variables: {} };
        apis.putStage({ name: stage, api_id: apiId, deployment_id: id }, settings);
      }
    },
    remove: (id) => {
      apis.removeDeployment(id);
    },
  });
}

function idOf({ stackName, logicalId }: ResourceRequest<Properties>): string {
  return stableId(`${stackName}/${logicalId}`, 6);
}
