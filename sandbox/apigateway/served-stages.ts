import type { ApiStore, StageRow, StageSettings } from './api-store.ts';
import type { ApiDefinition } from './definition/definition.ts';
import { parseGatewayResponses } from './definition/gateway-responses.ts';
import { parseDefinition } from './definition/parse-definition.ts';
import type { KeyStore, PlanSettings } from './key-store.ts';
import { createRouter } from './door/router.ts';
import type { Router } from './door/router.ts';

/** A stage ready to serve: everything that a request needs, derived from the store. */
export interface ServedStage extends StageSettings {
  readonly name: string;
  readonly apiId: string;
  readonly apiName: string;
  readonly deploymentId: string;
  readonly definition: ApiDefinition;
  readonly route: Router;
  readonly keys: readonly ServedKey[];
}

/** A key that a usage plan lets into the stage. */
export interface ServedKey {
  readonly id: string;
  readonly digest: Uint8Array;
  readonly planId: string;
  readonly plan: PlanSettings;
}

/** Finds stages by name; made at first use and forgotten whenever the store changes. */
export interface ServedStages {
  find(name: string): ServedStage | undefined;
  forget(): void;
}

/** The stages that the stores describe. */
export function createServedStages(stores: () => { apis: ApiStore; keys: KeyStore }): ServedStages {
  let known: ReadonlyMap<string, ServedStage> | undefined;
  return {
    find: (name) => {
      known ??= new Map(
        stores()
          .apis.stages()
          .map((row) => [row.name, served(row, stores())]),
      );
      return known.get(name);
    },
    forget: () => {
      known = undefined;
    },
  };
}

function served(row: StageRow, { apis, keys }: { apis: ApiStore; keys: KeyStore }): ServedStage {
  const api = apis.api(row.api_id);
  // Both columns hold what this room wrote.
  const parsed = parseDefinition(JSON.parse(api.body) as Parameters<typeof parseDefinition>[0]);
  const settings = JSON.parse(row.settings) as StageSettings;
  const responses = apis.gatewayResponses(api.id).map(({ type, spec }) => [type, JSON.parse(spec)]);
  const definition: ApiDefinition = {
    ...parsed,
    gatewayResponses: new Map([
      ...parsed.gatewayResponses,
      ...parseGatewayResponses({ value: Object.fromEntries(responses), at: 'GatewayResponse' }),
    ]),
  };
  return {
    ...settings,
    name: row.name,
    apiId: api.id,
    apiName: api.name,
    deploymentId: row.deployment_id,
    definition,
    route: createRouter(definition.methods),
    keys: keysOf(row, keys),
  };
}

function keysOf(row: StageRow, keys: KeyStore): ServedKey[] {
  return keys.plans().flatMap(({ id, settings }) => {
    // The column holds what this room wrote.
    const plan = JSON.parse(settings) as PlanSettings;
    const covers = plan.stages.some(({ apiId, stage }) => apiId === row.api_id && stage === row.name);
    if (!covers) return [];
    return keys
      .keysOf(id)
      .filter(({ enabled }) => enabled === 1)
      .map((key) => ({ id: key.id, digest: key.digest, planId: id, plan }));
  });
}
