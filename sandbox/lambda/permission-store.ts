import type { Ground } from '../kernel/ground.ts';
import type { Caller } from '../kernel/operation.ts';
import { checkResourcePolicy } from '../kernel/resource-policy.ts';
import type { DecideByResource } from '../kernel/resource-policy.ts';
import type { StoredFunction } from './function-spec.ts';

/** Who else may call a function: the statements of its resource policy. */
export interface PermissionStore {
  /** Inside a transaction. `statement` is one statement of an IAM policy. */
  put(id: string, functionName: string, statement: Readonly<Record<string, unknown>>): void;
  remove(id: string): void;
  /** JSON text of the function's resource policy; undefined where it has none. */
  policyOf(functionName: string): string | undefined;
  /** Throws AccessDenied unless the caller's own policies and the function's let a room invoke it for the caller. */
  admit(target: StoredFunction, caller: Caller): void;
}

const table = `
CREATE TABLE IF NOT EXISTS lambda_permission (
  id TEXT PRIMARY KEY, function_name TEXT NOT NULL, statement TEXT NOT NULL
) STRICT;`;

/** Resource policies as rows, one per AWS::Lambda::Permission. */
export function createPermissionStore(
  { store, authorize }: Ground,
  decide: DecideByResource | undefined,
): PermissionStore {
  store.define(table);
  const policyOf = (functionName: string): string | undefined => {
    const rows = store.all<{ statement: string }>(
      'SELECT statement FROM lambda_permission WHERE function_name = ? ORDER BY id',
      functionName,
    );
    if (rows.length === 0) return undefined;
    const statements = rows.map((row) => row.statement).join(',');
    return `{"Version":"2012-10-17","Id":"default","Statement":[${statements}]}`;
  };
  return {
    policyOf,
    put: (id, functionName, statement) => {
      store.run(
        'INSERT OR REPLACE INTO lambda_permission VALUES (?, ?, ?)',
        id,
        functionName,
        JSON.stringify(statement),
      );
    },
    remove: (id) => {
      store.run('DELETE FROM lambda_permission WHERE id = ?', id);
    },
    admit: ({ name, arn }, caller) => {
      const permission = { action: 'lambda:InvokeFunction', resource: arn };
      authorize(caller, [permission]);
      checkResourcePolicy(decide, { policy: policyOf(name), caller, permission });
    },
  };
}
