import { AwsError } from '../kernel/errors.ts';
import type { Ground } from '../kernel/ground.ts';
import { parseArn } from '../kernel/place.ts';
import type { StackOutput, StackPlan, StackResource } from '../kernel/stack-plan.ts';

/** A stack as it was deployed last. */
export interface Stack extends Pick<StackPlan, 'stackName' | 'stackId' | 'description' | 'body'> {
  /** As shown: secrets are stars. */
  readonly parameters: Readonly<Record<string, string>>;
  /** Epoch ms. */
  readonly createdAt: number;
  /** Absent until another template or other parameters are deployed. Epoch ms. */
  readonly updatedAt?: number | undefined;
  /** In the order in which they were made. */
  readonly resources: readonly MadeResource[];
  readonly outputs: readonly StackOutput[];
}

/** A resource of a stack. */
export interface MadeResource extends Pick<
  StackResource,
  'logicalId' | 'physicalId' | 'type' | 'deletionPolicy'
> {
  /** Epoch ms. */
  readonly madeAt: number;
}

/** The stacks that were deployed into this data file. */
export interface StackStore {
  list(): readonly Stack[];
  find(stackName: string): Stack | undefined;
  /** By name or ARN. @throws AwsError ValidationError */
  get(nameOrId: string): Stack;
  /** Writes a plan down; only inside a write. */
  put(plan: StackPlan): void;
}

const table = `
  CREATE TABLE IF NOT EXISTS cloudformation_stack (
    name TEXT PRIMARY KEY,
    stack TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
`;

/** The stack store over its table. */
export function createStackStore({ store, clock }: Ground): StackStore {
  store.define(table);
  // Rows hold what `put` wrote.
  const parse = (row: { stack: string }): Stack => JSON.parse(row.stack) as Stack;
  const find = (name: string): Stack | undefined => {
    const row = store.get<{ stack: string }>('SELECT stack FROM cloudformation_stack WHERE name = ?', name);
    return row && parse(row);
  };
  return {
    find,
    list: () =>
      store.all<{ stack: string }>('SELECT stack FROM cloudformation_stack ORDER BY name').map(parse),
    get: (nameOrId) => {
      const [, name = nameOrId] = parseArn(nameOrId)?.resource.split('/') ?? [];
      const stack = find(name);
      if (stack !== undefined) return stack;
      throw new AwsError('ValidationError', `Stack with id ${nameOrId} does not exist`);
    },
    put: (plan) => {
      const stack = stackOf(plan, find(plan.stackName), clock.now());
      const sql = 'INSERT OR REPLACE INTO cloudformation_stack (name, stack) VALUES (?, ?)';
      store.run(sql, plan.stackName, JSON.stringify(stack));
    },
  };
}

function stackOf(plan: StackPlan, before: Stack | undefined, now: number): Stack {
  const { stackName, stackId, description, body, outputs } = plan;
  const parameters = Object.fromEntries(
    plan.parameters.map(({ name, text, secret }) => [name, secret ? '****' : text]),
  );
  const isSame = before?.body === body && JSON.stringify(before.parameters) === JSON.stringify(parameters);
  const madeBefore = new Map(before?.resources.map(({ logicalId, madeAt }) => [logicalId, madeAt]));
  return {
    stackName,
    stackId,
    description,
    body,
    parameters,
    createdAt: before?.createdAt ?? now,
    updatedAt: before === undefined || isSame ? before?.updatedAt : now,
    resources: plan.resources.map(({ logicalId, physicalId, type, deletionPolicy }) => {
      const madeAt = madeBefore.get(logicalId) ?? now;
      return { logicalId, physicalId, type, deletionPolicy, madeAt };
    }),
    outputs,
  };
}
