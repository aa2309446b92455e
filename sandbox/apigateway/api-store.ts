import { AwsError } from '../kernel/errors.ts';
import type { JsonObject } from '../kernel/json.ts';
import type { Ground } from '../kernel/ground.ts';

/** An API's row. */
export interface ApiRow {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  /** The OpenAPI document, as JSON. */
  readonly body: string;
  readonly created_at: number;
}

/** A deployment's row. Stages always serve their API as the template has it now. */
export interface DeploymentRow {
  readonly id: string;
  readonly api_id: string;
  readonly description: string;
  readonly created_at: number;
}

/** A stage's row. */
export interface StageRow {
  readonly name: string;
  readonly api_id: string;
  readonly deployment_id: string;
  /** JSON of StageSettings. */
  readonly settings: string;
  readonly created_at: number;
}

/** What a stage is told beside its name. */
export interface StageSettings {
  readonly tracing: boolean;
  readonly accessLog?: { readonly group: string; readonly format: string };
  readonly throttles: readonly MethodThrottle[];
  readonly variables: Readonly<Record<string, string>>;
}

/** A limit for the methods that it names; `*` stands for all. */
export interface MethodThrottle extends Throttle {
  readonly resourcePath: string;
  readonly httpMethod: string;
}

/** A token bucket: so many requests per second, so many at once. */
export interface Throttle {
  readonly ratePerSecond: number;
  readonly burst: number;
}

/** A gateway response that stands in the template as a resource of its own. */
export interface GatewayResponseRow {
  readonly id: string;
  readonly api_id: string;
  readonly type: string;
  /** JSON, as in the OpenAPI extension. */
  readonly spec: string;
}

/** APIs, deployments and stages. Writers work only inside a write. */
export interface ApiStore {
  apis(): readonly ApiRow[];
  /** @throws AwsError NotFoundException */
  api(id: string): ApiRow;
  putApi(api: Omit<ApiRow, 'created_at'>): void;
  removeApi(id: string): void;
  putDeployment(deployment: Omit<DeploymentRow, 'created_at'>): void;
  removeDeployment(id: string): void;
  stages(apiId?: string): readonly StageRow[];
  /** @throws AwsError ConflictException where another API has a stage of this name */
  putStage(stage: Omit<StageRow, 'created_at' | 'settings'>, settings: StageSettings): void;
  removeStage(name: string): void;
  gatewayResponses(apiId: string): readonly GatewayResponseRow[];
  putGatewayResponse(row: Omit<GatewayResponseRow, 'spec'>, spec: JsonObject): void;
  removeGatewayResponse(id: string): void;
}

/** The API store; `changed` is called after every committed change. */
export function createApiStore({ store, clock }: Ground, changed: () => void): ApiStore {
  const change: Change = (sql, ...values) => {
    store.run(sql, ...values);
    store.afterCommit(changed);
  };
  return {
    apis: () => store.all('SELECT * FROM apigateway_api ORDER BY id'),
    api: (id) => {
      const row = store.get<ApiRow>('SELECT * FROM apigateway_api WHERE id = ?', id);
      if (row !== undefined) return row;
      throw new AwsError('NotFoundException', 'Invalid API identifier specified', { status: 404 });
    },
    stages: (apiId) =>
      apiId === undefined
        ? store.all('SELECT * FROM apigateway_stage ORDER BY name')
        : store.all('SELECT * FROM apigateway_stage WHERE api_id = ? ORDER BY name', apiId),
    gatewayResponses: (apiId) =>
      store.all('SELECT * FROM apigateway_gateway_response WHERE api_id = ? ORDER BY type', apiId),
    putStage: (stage, settings) => {
      const { name, api_id: apiId } = stage;
      const known = store.get<StageRow>('SELECT * FROM apigateway_stage WHERE name = ?', name);
      if (known !== undefined && known.api_id !== apiId) {
        const problem = `StageName: two APIs with a stage called ${name} are not supported by the sandbox`;
        throw new AwsError('ConflictException', problem, { status: 409 });
      }
      change(
        `INSERT INTO apigateway_stage (name, api_id, deployment_id, settings, created_at) VALUES (?, ?, ?, ?, ?)
         ON CONFLICT (name) DO UPDATE SET deployment_id = excluded.deployment_id, settings = excluded.settings`,
        ...[name, apiId, stage.deployment_id, JSON.stringify(settings), clock.now()],
      );
    },
    ...writers(change, () => clock.now()),
  };
}

type Change = (sql: string, ...values: (string | number)[]) => void;

function writers(
  change: Change,
  now: () => number,
): Omit<ApiStore, 'apis' | 'api' | 'stages' | 'gatewayResponses' | 'putStage'> {
  return {
    putApi: ({ id, name, description, body }) => {
      change(
        `INSERT INTO apigateway_api (id, name, description, body, created_at) VALUES (?, ?, ?, ?, ?)
         ON CONFLICT (id) DO UPDATE SET name = excluded.name, description = excluded.description, body = excluded.body`,
        ...[id, name, description, body, now()],
      );
    },
    removeApi: (id) => {
      change('DELETE FROM apigateway_api WHERE id = ?', id);
    },
    putDeployment: ({ id, api_id: apiId, description }) => {
      change(
        `INSERT INTO apigateway_deployment (id, api_id, description, created_at) VALUES (?, ?, ?, ?)
         ON CONFLICT (id) DO UPDATE SET api_id = excluded.api_id, description = excluded.description`,
        ...[id, apiId, description, now()],
      );
    },
    removeDeployment: (id) => {
      change('DELETE FROM apigateway_deployment WHERE id = ?', id);
    },
    removeStage: (name) => {
      change('DELETE FROM apigateway_stage WHERE name = ?', name);
    },
    putGatewayResponse: ({ id, api_id: apiId, type }, spec) => {
      change(
        `INSERT INTO apigateway_gateway_response (id, api_id, type, spec) VALUES (?, ?, ?, ?)
         ON CONFLICT (id) DO UPDATE SET api_id = excluded.api_id, type = excluded.type, spec = excluded.spec`,
        ...[id, apiId, type, JSON.stringify(spec)],
      );
    },
    removeGatewayResponse: (id) => {
      change('DELETE FROM apigateway_gateway_response WHERE id = ?', id);
    },
  };
}
