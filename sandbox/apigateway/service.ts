import type { Ground } from '../kernel/ground.ts';
import type { Route, Service } from '../kernel/service.ts';
import { createFrontDoor } from './door/front-door.ts';
import type { FrontDoor, FrontDoorDependencies } from './door/front-door.ts';
import { createGatewayStore } from './gateway-store.ts';
import { getApiKey, getApiKeys } from './key-operations.ts';
import { apiKeyResource, usagePlanKeyResource, usagePlanResource } from './resources/keys.ts';
import { restApiResource } from './resources/rest-api.ts';
import { accountResource, deploymentResource, stageResource } from './resources/stage.ts';
import { createServedStages } from './served-stages.ts';

/** API Gateway, with its front door. */
export interface ApiGateway extends Service, Pick<FrontDoor, 'handle'> {
  /** The value of the first key, for programs that show it to the user who started them. */
  readonly apiKeyValue: () => string | undefined;
  /** `/prod`: the path of the stage that keys are for, or else of the first; empty without stages. */
  readonly stagePath: () => string;
}

const routes: readonly Route[] = [
  { method: 'GET', path: '/apikeys', operation: 'GetApiKeys' },
  { method: 'GET', path: '/apikeys/{apiKey}', operation: 'GetApiKey' },
];

/** API Gateway: REST APIs from templates, served at `handle`; keys can be read over the wire. */
export function createApiGateway(ground: Ground, dependencies: FrontDoorDependencies): ApiGateway {
  const stages = createServedStages(() => store);
  const store = createGatewayStore(ground, stages.forget);
  const door = createFrontDoor(ground, stages, dependencies);
  return {
    name: 'apigateway',
    wire: { routes },
    operations: [getApiKey(store), getApiKeys(store)],
    resourceTypes: [
      accountResource(),
      apiKeyResource(store, ground),
      deploymentResource(store),
      restApiResource(store),
      stageResource(store),
      usagePlanResource(store),
      usagePlanKeyResource(store),
    ],
    handle: door.handle,
    apiKeyValue: () => store.all('key')[0]?.value,
    stagePath: () => {
      const names = store.all('stage').map(({ name }) => name);
      const chosen = names.find((name) => (stages.find(name)?.keys.length ?? 0) > 0) ?? names[0];
      return chosen === undefined ? '' : `/${chosen}`;
    },
    stop: door.settled,
  };
}
