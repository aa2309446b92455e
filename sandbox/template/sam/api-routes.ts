import type { JsonObject } from '../../kernel/json.ts';

/** The API that SAM makes when an event names none. */
export const implicitApi = 'ServerlessRestApi';

/** A route that a function's Api event asks for. */
export interface ApiRoute {
  /** Logical id of the API. */
  readonly api: string;
  readonly path: string;
  /** Lower case; `any` for all. */
  readonly method: string;
  /** Logical id of the function. */
  readonly functionId: string;
  /** Undefined: as the API says. */
  readonly needsApiKey: boolean | undefined;
  readonly at: string;
}

/** The routes that functions contribute; APIs without an inline definition are made of them. */
export interface ApiRoutes {
  readonly routes: readonly ApiRoute[];
  add(route: ApiRoute): void;
  /** Properties of an AWS::Serverless::Api of this template, as written. */
  api(logicalId: string): JsonObject | undefined;
}

/** Collects routes; `apis` are the template's own APIs. */
export function createApiRoutes(apis: ReadonlyMap<string, JsonObject>): ApiRoutes {
  const routes: ApiRoute[] = [];
  return {
    routes,
    add: (route) => routes.push(route),
    api: (logicalId) => apis.get(logicalId),
  };
}
