import { isObject, parseJson } from '../kernel/json.ts';
import type { Store } from '../store/store.ts';

/** The account's resource policies for log groups. */
export interface ResourcePolicyStore {
  /** Inside a transaction; `document` is the JSON text of an IAM policy. */
  put(name: string, document: string): void;
  remove(name: string): void;
  /** All statements of all policies as one policy, JSON text; undefined where there is none. */
  whole(): string | undefined;
}

const table = `
CREATE TABLE IF NOT EXISTS logs_resource_policy (name TEXT PRIMARY KEY, document TEXT NOT NULL) STRICT;`;

export function createResourcePolicyStore(store: Store): ResourcePolicyStore {
  store.define(table);
  return {
    put: (name, document) => {
      store.run('INSERT OR REPLACE INTO logs_resource_policy VALUES (?, ?)', name, document);
    },
    remove: (name) => {
      store.run('DELETE FROM logs_resource_policy WHERE name = ?', name);
    },
    whole: () => {
      const rows = store.all<{ document: string }>('SELECT document FROM logs_resource_policy ORDER BY name');
      if (rows.length === 0) return undefined;
      const statements = rows.flatMap(({ document }) => {
        const policy = parseJson(document);
        return isObject(policy) ? [policy['Statement']].flat() : [];
      });
      return JSON.stringify({ Version: '2012-10-17', Statement: statements });
    },
  };
}
