import type { Ground } from '../kernel/ground.ts';
import type { Route, Service } from '../kernel/service.ts';
import { createApiStore } from './api-store.ts';
import type { ApiStore } from './api-store.ts';
import { createFrontDoor } from './door/front-door.ts';
import type { FrontDoor, FrontDoorDependencies } from './door/front-door.ts';
import { createKeyStore } from './key-store.ts';
import type { KeyStore } from './key-store.ts';
import { getApiKey } from './operations/get-api-key.ts';
import { getApiKeys } from './operations/get-api-keys.ts';
import { getRestApi, getRestApis } from './operations/get-rest-apis.ts';
import { getStage, getStages } from './operations/get-stages.ts';
import { getUsagePlan, getUsagePlanKeys, getUsagePlans } from './operations/get-usage-plans.ts';
import { accountResource } from './resources/account.ts';
import { apiKeyResource } from './resources/api-key.ts';
import { deploymentResource } from './resources/deployment.ts';
import { gatewayResponseResource } from './resources/gateway-response.ts';
import { restApiResource } from './resources/rest-api.ts';
import { stageResource } from './resources/stage.ts';
import { usagePlanKeyResource } from './resources/usage-plan-key.ts';
import { usagePlanResource } from './resources/usage-plan.ts';
import { createServedStages } from './served-stages.ts';
import { apiGatewayTables } from './tables.ts';

/** API Gateway, with its front door. */
export interface ApiGateway extends Service, Pick<FrontDoor, 'handle'> {
  /** Every key with its value, for programs that show it to the user who started them. */
  readonly apiKeys: () => readonly ApiKey[];
  /** The value of a key by its id or its logical id in the template; of the first key without either. */
  readonly apiKeyValue: (idOrLogicalId?: string) => string | undefined;
  /** `/prod`: the path of the stage that keys are for, or else of the first; empty without stages. */
  readonly stagePath: () => string;
}

/** An API key as its owner sees it. */
export interface ApiKey {
  readonly id: string;
  readonly logicalId: string;
  readonly name: string;
  readonly value: string;
}

const routes: readonly Route[] = [
  ['/apikeys', 'GetApiKeys'],
  ['/apikeys/{apiKey}', 'GetApiKey'],
  ['/restapis', 'GetRestApis'],
  ['/restapis/{restApiId}', 'GetRestApi'],
  ['/restapis/{restApiId}/stages', 'GetStages'],
  ['/restapis/{restApiId}/stages/{stageName}', 'GetStage'],
  ['/usageplans', 'GetUsagePlans'],
  ['/usageplans/{usagePlanId}', 'GetUsagePlan'],
  ['/usageplans/{usagePlanId}/keys', 'GetUsagePlanKeys'],
].map(([path = '', operation = '']) => ({ method: 'GET', path, operation }));

/** API Gateway: REST APIs from templates, served at `handle`; keys, stages and plans can be read over the wire. */
export function createApiGateway(ground: Ground, dependencies: FrontDoorDependencies): ApiGateway {
  ground.store.define(apiGatewayTables);
  const stages = createServedStages(() => ({ apis, keys }));
  const apis: ApiStore = createApiStore(ground, stages.forget);
  const keys: KeyStore = createKeyStore(ground, stages.forget);
  const door = createFrontDoor(ground, stages, dependencies);
  const apiKeys = (): ApiKey[] =>
    keys.keys().map(({ id, logical_id: logicalId, name, value }) => ({ id, logicalId, name, value }));
  return {
    name: 'apigateway',
    wire: { routes },
    operations: [
      getApiKey(keys),
      getApiKeys(keys),
      getRestApi(apis),
      getRestApis(apis),
      getStage(apis),
      getStages(apis),
      getUsagePlan(keys),
      getUsagePlanKeys(keys),
      getUsagePlans(keys),
    ],
    resourceTypes: [
      accountResource(),
      apiKeyResource(keys),
      deploymentResource(apis),
      gatewayResponseResource(apis),
      restApiResource(apis),
      stageResource(apis),
      usagePlanResource(keys),
      usagePlanKeyResource(keys),
    ],
    handle: door.handle,
    apiKeys,
    apiKeyValue: (name) =>
      apiKeys().find(({ id, logicalId }) => name === undefined || id === name || logicalId === name)?.value,
    stagePath: () => {
      const names = apis.stages().map(({ name }) => name);
      const chosen = names.find((name) => (stages.find(name)?.keys.length ?? 0) > 0) ?? names[0];
      return chosen === undefined ? '' : `/${chosen}`;
    },
    stop: door.settled,
  };
}
