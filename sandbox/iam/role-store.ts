import { createHash } from 'node:crypto';
import { AwsError } from '../kernel/errors.ts';
import { arn } from '../kernel/place.ts';
import type { Place } from '../kernel/place.ts';
import type { Store } from '../store/store.ts';

/** A role as it is stored. */
export interface RoleRow {
  readonly name: string;
  readonly arn: string;
  readonly access_key_id: string;
  /** JSON of the trust policy. */
  readonly trust: string;
  /** JSON of a list of policy documents. */
  readonly policies: string;
}

/** A role as it is put. */
export interface RoleSpec {
  readonly name: string;
  readonly trust: unknown;
  readonly policies: readonly unknown[];
}

/** The roles. */
export interface RoleStore {
  byArn(roleArn: string): RoleRow | undefined;
  byAccessKey(accessKeyId: string): RoleRow | undefined;
  /** The role; refused where it does not exist. */
  get(roleArn: string): RoleRow;
  put(role: RoleSpec): void;
  remove(name: string): void;
}

/** Roles belong to no region. */
export function roleArn(place: Place, name: string): string {
  return arn({ ...place, region: '' }, 'iam', `role/${name}`);
}

const table = `
  CREATE TABLE IF NOT EXISTS iam_role (
    name TEXT PRIMARY KEY,
    arn TEXT NOT NULL UNIQUE,
    access_key_id TEXT NOT NULL UNIQUE,
    trust TEXT NOT NULL,
    policies TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
`;

/** Roles in the store. */
export function createRoleStore(store: Store, place: Place): RoleStore {
  store.define(table);
  // Asked at every call of an AWS operation, changed by deployments alone.
  const known = new Map<string, RoleRow>();
  let isChanging = false;
  const byArn = (text: string): RoleRow | undefined => {
    const role = known.get(text) ?? store.get<RoleRow>('SELECT * FROM iam_role WHERE arn = ?', text);
    // What is read during a change is of a transaction that may be rolled back.
    if (role !== undefined && !isChanging) known.set(text, role);
    return role;
  };
  const changed = (): void => {
    known.clear();
    isChanging = true;
    store.afterCommit(() => {
      isChanging = false;
    });
  };
  return {
    byArn,
    byAccessKey: (id) => store.get<RoleRow>('SELECT * FROM iam_role WHERE access_key_id = ?', id),
    get: (text) => {
      const role = byArn(text);
      if (role === undefined) {
        const name = text.split('/').at(-1) ?? text;
        const message = `The role with name ${name} cannot be found.`;
        throw new AwsError('NoSuchEntity', message, { status: 404 });
      }
      return role;
    },
    put: ({ name, trust, policies }) => {
      const own = roleArn(place, name);
      changed();
      store.run(
        'INSERT OR REPLACE INTO iam_role VALUES (?, ?, ?, ?, ?)',
        name,
        own,
        accessKeyIdOf(own),
        JSON.stringify(trust),
        JSON.stringify(policies),
      );
    },
    remove: (name) => {
      changed();
      store.run('DELETE FROM iam_role WHERE name = ?', name);
    },
  };
}

const base32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** The same role has the same key at every start, so that keys need not be handed out anew. */
function accessKeyIdOf(roleArnText: string): string {
  const digest = createHash('sha256').update(`access key of ${roleArnText}`).digest();
  return `ASIA${[...digest.subarray(0, 16)].map((byte) => base32.charAt(byte % 32)).join('')}`;
}
