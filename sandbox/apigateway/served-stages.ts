import { createHash } from 'node:crypto';
import type { ApiDefinition } from './definition/parse-definition.ts';
import { parseDefinition } from './definition/parse-definition.ts';
import { createRouter } from './door/router.ts';
import type { Router } from './door/router.ts';
import type { ApiKey, GatewayStore, Stage, UsagePlan } from './gateway-store.ts';

/** A stage ready to serve: everything that a request needs, derived from the store. */
export interface ServedStage extends Stage {
  readonly apiName: string;
  readonly definition: ApiDefinition;
  readonly route: Router;
  readonly keys: readonly ServedKey[];
}

/** A key that a usage plan lets into the stage. */
export interface ServedKey extends ApiKey {
  readonly digest: Buffer;
  readonly plan: UsagePlan;
}

/** Finds stages by name; made at first use and forgotten whenever the store changes. */
export interface ServedStages {
  find(name: string): ServedStage | undefined;
  forget(): void;
}

/** SHA-256 of a key, the only form in which keys are compared. */
export function digestOf(value: string): Buffer {
  return createHash('sha256').update(value).digest();
}

/** The stages that the store describes; it is asked for at first use. */
export function createServedStages(store: () => GatewayStore): ServedStages {
  let known: ReadonlyMap<string, ServedStage> | undefined;
  return {
    find: (name) => {
      known ??= new Map(servedStages(store()).map((stage) => [stage.name, stage]));
      return known.get(name);
    },
    forget: () => {
      known = undefined;
    },
  };
}

function servedStages(store: GatewayStore): ServedStage[] {
  const apis = new Map(store.all('api').map((api) => [api.id, api]));
  return store.all('stage').flatMap((stage) => {
    const api = apis.get(stage.apiId);
    if (api === undefined) return [];
    const definition = parseDefinition(api.body);
    return {
      ...stage,
      apiName: api.name,
      definition,
      route: createRouter(definition.methods),
      keys: keysOf(stage, store),
    };
  });
}

function keysOf(stage: Stage, store: GatewayStore): ServedKey[] {
  return store.all('planKey').flatMap(({ planId, keyId }) => {
    const key = store.find('key', keyId);
    const plan = store.find('plan', planId);
    const covers = plan?.stages.some((each) => each.apiId === stage.apiId && each.stage === stage.name);
    if (plan === undefined || covers !== true || key?.enabled !== true) return [];
    return [{ ...key, digest: digestOf(key.value), plan }];
  });
}
