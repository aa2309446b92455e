import { AwsError } from '../kernel/errors.ts';
import type { Ground } from '../kernel/ground.ts';
import { parseArn } from '../kernel/place.ts';
import type { StackOutput, StackPlan, StackResource } from '../kernel/stack-plan.ts';
import type { Store } from '../store/store.ts';

/** A stack's row. */
export interface StackRow {
  readonly name: string;
  readonly id: string;
  readonly description: string;
  readonly body: string;
  /** JSON: a map of parameter names to values as shown; secrets are stars. */
  readonly parameters: string;
  readonly created_at: number;
  readonly updated_at: number | null;
}

/** A resource's row. */
export interface ResourceRow {
  readonly stack: string;
  readonly logical_id: string;
  readonly physical_id: string;
  readonly type: string;
  readonly deletion_policy: string;
  readonly position: number;
  readonly updated_at: number;
}

/** An output's row. */
export interface OutputRow {
  readonly stack: string;
  readonly key: string;
  readonly value: string;
  readonly description: string | null;
  readonly export_name: string | null;
}

/** The stacks that were deployed into this data file. */
export interface StackStore {
  list(): readonly StackRow[];
  /** By name or ARN. @throws AwsError ValidationError */
  get(nameOrId: string): StackRow;
  resources(stack: string): readonly ResourceRow[];
  outputs(stack: string): readonly OutputRow[];
  /** Writes a plan down; only inside a write. */
  put(plan: StackPlan): void;
}

const tables = `
  CREATE TABLE IF NOT EXISTS cloudformation_stack (
    name TEXT PRIMARY KEY,
    id TEXT NOT NULL,
    description TEXT NOT NULL,
    body TEXT NOT NULL,
    parameters TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS cloudformation_output (
    stack TEXT NOT NULL,
    key TEXT NOT NULL,
    value TEXT NOT NULL,
    description TEXT,
    export_name TEXT,
    position INTEGER NOT NULL,
    PRIMARY KEY (stack, key)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS cloudformation_resource (
    stack TEXT NOT NULL,
    logical_id TEXT NOT NULL,
    physical_id TEXT NOT NULL,
    type TEXT NOT NULL,
    deletion_policy TEXT NOT NULL,
    position INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    PRIMARY KEY (stack, logical_id)
  ) STRICT, WITHOUT ROWID;
`;

/** The stack store over its tables. */
export function createStackStore({ store, clock }: Ground): StackStore {
  store.define(tables);
  const resources = (stack: string): readonly ResourceRow[] =>
    store.all('SELECT * FROM cloudformation_resource WHERE stack = ? ORDER BY position', stack);
  return {
    list: () => store.all('SELECT * FROM cloudformation_stack ORDER BY name'),
    get: (nameOrId) => {
      const [, name = nameOrId] = parseArn(nameOrId)?.resource.split('/') ?? [];
      const row = store.get<StackRow>('SELECT * FROM cloudformation_stack WHERE name = ?', name);
      if (row !== undefined) return row;
      throw new AwsError('ValidationError', `Stack with id ${nameOrId} does not exist`);
    },
    resources,
    outputs: (stack) =>
      store.all('SELECT * FROM cloudformation_output WHERE stack = ? ORDER BY position', stack),
    put: (plan) => {
      const { stackName } = plan;
      putStack(store, plan, clock.now());
      const kept = new Set(plan.resources.map(({ logicalId }) => logicalId));
      for (const { logical_id: id } of resources(stackName)) {
        if (kept.has(id)) continue;
        store.run('DELETE FROM cloudformation_resource WHERE stack = ? AND logical_id = ?', stackName, id);
      }
      plan.resources.forEach((resource, position) => {
        putResource(store, resource, { stackName, position, now: clock.now() });
      });
      store.run('DELETE FROM cloudformation_output WHERE stack = ?', stackName);
      plan.outputs.forEach((output, position) => {
        putOutput(store, output, { stackName, position });
      });
    },
  };
}

function putStack(store: Store, plan: StackPlan, now: number): void {
  const parameters = plan.parameters.map(({ name, text, secret }) => [name, secret ? '****' : text]);
  store.run(
    `INSERT INTO cloudformation_stack (name, id, description, body, parameters, created_at) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (name) DO UPDATE SET id = excluded.id, description = excluded.description, body = excluded.body,
       parameters = excluded.parameters, updated_at = excluded.created_at
     WHERE body <> excluded.body OR parameters <> excluded.parameters`,
    plan.stackName,
    plan.stackId,
    plan.description,
    plan.body,
    JSON.stringify(Object.fromEntries(parameters)),
    now,
  );
}

interface Position {
  readonly stackName: string;
  readonly position: number;
}

function putResource(store: Store, resource: StackResource, at: Position & { now: number }): void {
  store.run(
    `INSERT INTO cloudformation_resource (stack, logical_id, physical_id, type, deletion_policy, position, updated_at)
     VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (stack, logical_id) DO UPDATE SET physical_id = excluded.physical_id, type = excluded.type,
       deletion_policy = excluded.deletion_policy, position = excluded.position`,
    at.stackName,
    resource.logicalId,
    resource.physicalId,
    resource.type,
    resource.deletionPolicy,
    at.position,
    at.now,
  );
}

function putOutput(store: Store, output: StackOutput, at: Position): void {
  store.run(
    `INSERT INTO cloudformation_output (stack, key, value, description, export_name, position)
     VALUES (?, ?, ?, ?, ?, ?)`,
    at.stackName,
    output.key,
    output.value,
    output.description ?? null,
    output.exportName ?? null,
    at.position,
  );
}
