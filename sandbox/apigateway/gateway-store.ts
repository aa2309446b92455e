import type { Ground } from '../kernel/ground.ts';
import type { JsonObject } from '../kernel/json.ts';

/** What a template declares of a gateway, by kind. */
export interface Declared {
  readonly api: Api;
  readonly stage: Stage;
  readonly key: ApiKey;
  readonly plan: UsagePlan;
  readonly planKey: PlanKey;
}

/** A REST API. */
export interface Api {
  readonly id: string;
  readonly name: string;
  /** Its OpenAPI document. */
  readonly body: JsonObject;
}

/** A stage; it always serves its API as the template has it now. */
export interface Stage {
  readonly name: string;
  readonly apiId: string;
  readonly deploymentId: string;
  readonly tracing: boolean;
  readonly accessLog?: { readonly group: string; readonly format: string } | undefined;
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

/** An API key. The value is kept because AWS shows it on request; requests are compared by digest. */
export interface ApiKey {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly value: string;
  readonly enabled: boolean;
  /** Epoch ms. */
  readonly createdAt: number;
}

/** What a usage plan grants its keys, and where. */
export interface UsagePlan {
  readonly id: string;
  readonly throttle?: Throttle | undefined;
  readonly quota?: Quota | undefined;
  readonly stages: readonly { readonly apiId: string; readonly stage: string }[];
}

/** So many requests a period. */
export interface Quota {
  readonly limit: number;
  readonly period: 'DAY' | 'WEEK' | 'MONTH';
}

/** A key's place in a usage plan. */
export interface PlanKey {
  readonly planId: string;
  readonly keyId: string;
}

/** What is declared. Changes only inside a write. */
export interface GatewayStore {
  /** In order of their ids. */
  all<Kind extends keyof Declared>(kind: Kind): readonly Declared[Kind][];
  find<Kind extends keyof Declared>(kind: Kind, id: string): Declared[Kind] | undefined;
  put<Kind extends keyof Declared>(kind: Kind, id: string, declared: Declared[Kind]): void;
  remove(kind: keyof Declared, id: string): void;
}

const tables = `
  CREATE TABLE IF NOT EXISTS apigateway_declared (
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (kind, id)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS apigateway_usage (
    plan_id TEXT NOT NULL,
    key_id TEXT NOT NULL,
    period TEXT NOT NULL,
    used INTEGER NOT NULL,
    PRIMARY KEY (plan_id, key_id, period)
  ) STRICT, WITHOUT ROWID;
`;

/** The gateway's store; `changed` is called after every committed change. */
export function createGatewayStore({ store }: Ground, changed: () => void): GatewayStore {
  store.define(tables);
  const change = (sql: string, ...values: string[]): void => {
    store.run(sql, ...values);
    store.afterCommit(changed);
  };
  // Rows of a kind hold what `put` wrote for that kind.
  const parse = <Kind extends keyof Declared>({ body }: { body: string }) =>
    JSON.parse(body) as Declared[Kind];
  return {
    all: (kind) =>
      store
        .all<{ body: string }>('SELECT body FROM apigateway_declared WHERE kind = ? ORDER BY id', kind)
        .map(parse<typeof kind>),
    find: (kind, id) => {
      const sql = 'SELECT body FROM apigateway_declared WHERE kind = ? AND id = ?';
      const row = store.get<{ body: string }>(sql, kind, id);
      return row && parse<typeof kind>(row);
    },
    put: (kind, id, declared) => {
      change(
        `INSERT INTO apigateway_declared (kind, id, body) VALUES (?, ?, ?)
         ON CONFLICT (kind, id) DO UPDATE SET body = excluded.body`,
        kind,
        id,
        JSON.stringify(declared),
      );
    },
    remove: (kind, id) => {
      change('DELETE FROM apigateway_declared WHERE kind = ? AND id = ?', kind, id);
    },
  };
}
