import { createHash } from 'node:crypto';
import { AwsError } from '../kernel/errors.ts';
import type { Ground } from '../kernel/ground.ts';
import type { Throttle } from './api-store.ts';

/** An API key's row. The value is kept because AWS shows it on request; requests are compared by digest. */
export interface KeyRow {
  readonly id: string;
  readonly logical_id: string;
  readonly name: string;
  readonly description: string;
  readonly value: string;
  readonly digest: Uint8Array;
  readonly enabled: number;
  readonly created_at: number;
}

/** A key as the template declares it. */
export interface KeyDeclaration {
  readonly id: string;
  readonly logicalId: string;
  readonly name: string;
  readonly description: string;
  /** Without it one is made up, once. */
  readonly value?: string;
  readonly enabled: boolean;
}

/** A usage plan's row. */
export interface PlanRow {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  /** JSON of PlanSettings. */
  readonly settings: string;
}

/** What a usage plan grants its keys, and where. */
export interface PlanSettings {
  readonly throttle?: Throttle;
  readonly quota?: Quota;
  readonly stages: readonly { readonly apiId: string; readonly stage: string }[];
}

/** So many requests a period. */
export interface Quota {
  readonly limit: number;
  readonly period: 'DAY' | 'WEEK' | 'MONTH';
}

/** Keys and usage plans. Writers work only inside a write. */
export interface KeyStore {
  keys(): readonly KeyRow[];
  /** @throws AwsError NotFoundException */
  key(id: string): KeyRow;
  putKey(key: KeyDeclaration): void;
  removeKey(id: string): void;
  plans(): readonly PlanRow[];
  /** @throws AwsError NotFoundException */
  plan(id: string): PlanRow;
  putPlan(plan: Omit<PlanRow, 'settings'>, settings: PlanSettings): void;
  removePlan(id: string): void;
  keysOf(planId: string): readonly KeyRow[];
  putPlanKey(planId: string, keyId: string): void;
  removePlanKey(planId: string, keyId: string): void;
}

/** SHA-256 of a key, the only form in which keys are compared. */
export function digestOf(value: string): Buffer {
  return createHash('sha256').update(value).digest();
}

/** Random bytes of a generated key: 40 characters, as long as AWS's. */
const keyBytes = 30;

/** The key store; `changed` is called after every committed change. */
export function createKeyStore({ store, clock, random }: Ground, changed: () => void): KeyStore {
  const change = (sql: string, ...values: (string | number | Uint8Array)[]): void => {
    store.run(sql, ...values);
    store.afterCommit(changed);
  };
  const find = (id: string): KeyRow | undefined =>
    store.get<KeyRow>('SELECT * FROM apigateway_key WHERE id = ?', id);
  return {
    keys: () => store.all('SELECT * FROM apigateway_key ORDER BY id'),
    key: (id) => found(find(id), 'Invalid API Key identifier specified'),
    putKey: (key) => {
      const value = key.value ?? find(key.id)?.value ?? random.secret(keyBytes);
      change(
        `INSERT INTO apigateway_key (id, logical_id, name, description, value, digest, enabled, created_at)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET name = excluded.name,
           description = excluded.description, value = excluded.value, digest = excluded.digest, enabled = excluded.enabled`,
        ...[key.id, key.logicalId, key.name, key.description, value, digestOf(value)],
        ...[key.enabled ? 1 : 0, clock.now()],
      );
    },
    removeKey: (id) => {
      change('DELETE FROM apigateway_key WHERE id = ?', id);
    },
    plans: () => store.all('SELECT * FROM apigateway_plan ORDER BY id'),
    plan: (id) =>
      found(
        store.get<PlanRow>('SELECT * FROM apigateway_plan WHERE id = ?', id),
        'Invalid Usage Plan ID specified',
      ),
    putPlan: ({ id, name, description }, settings) => {
      change(
        `INSERT INTO apigateway_plan (id, name, description, settings) VALUES (?, ?, ?, ?)
         ON CONFLICT (id) DO UPDATE SET name = excluded.name, description = excluded.description,
           settings = excluded.settings`,
        ...[id, name, description, JSON.stringify(settings)],
      );
    },
    removePlan: (id) => {
      change('DELETE FROM apigateway_plan WHERE id = ?', id);
    },
    keysOf: (planId) =>
      store.all(
        `SELECT k.* FROM apigateway_plan_key p JOIN apigateway_key k ON k.id = p.key_id
         WHERE p.plan_id = ? ORDER BY k.id`,
        planId,
      ),
    putPlanKey: (planId, keyId) => {
      change('INSERT OR IGNORE INTO apigateway_plan_key (plan_id, key_id) VALUES (?, ?)', planId, keyId);
    },
    removePlanKey: (planId, keyId) => {
      change('DELETE FROM apigateway_plan_key WHERE plan_id = ? AND key_id = ?', planId, keyId);
    },
  };
}

function found<Row>(row: Row | undefined, message: string): Row {
  if (row !== undefined) return row;
  throw new AwsError('NotFoundException', message, { status: 404 });
}
