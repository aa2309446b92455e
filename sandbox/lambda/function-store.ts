import { AwsError } from '../kernel/errors.ts';
import { parsedOnce } from '../kernel/parsed-once.ts';
import { arn, parseArn } from '../kernel/place.ts';
import type { Place } from '../kernel/place.ts';
import type { Store } from '../store/store.ts';
import { defaultEventInvokeConfig } from './function-spec.ts';
import type { EventInvokeConfig, FunctionSpec, StoredFunction } from './function-spec.ts';

/** The functions of the account. */
export interface FunctionStore {
  /** By name, partial ARN or ARN, `$LATEST` included; throws ResourceNotFoundException. */
  find(reference: string, qualifier?: string): StoredFunction;
  /** By name; undefined where it is gone. */
  get(name: string): StoredFunction | undefined;
  list(): readonly StoredFunction[];
  /** Inside a transaction: creates or replaces; an equal function stays untouched. */
  put(spec: FunctionSpec): void;
  remove(name: string): void;
  asyncConfig(name: string): EventInvokeConfig;
  putAsyncConfig(name: string, config: EventInvokeConfig): void;
  removeAsyncConfig(name: string): void;
}

interface FunctionRow {
  readonly spec: string;
  readonly revision: number;
}

const tables = `
CREATE TABLE IF NOT EXISTS lambda_function (
  name TEXT PRIMARY KEY, spec TEXT NOT NULL, revision INTEGER NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS lambda_async_config (name TEXT PRIMARY KEY, config TEXT NOT NULL) STRICT;`;

/** Functions as rows, so that mappings and retries find them again after a crash. */
export function createFunctionStore(store: Store, place: Place): FunctionStore {
  store.define(tables);
  const get = (name: string): StoredFunction | undefined => {
    const row = store.get<FunctionRow>('SELECT * FROM lambda_function WHERE name = ?', name);
    return row === undefined ? undefined : stored(row);
  };
  return {
    get,
    find: (reference, qualifier) => {
      const named = nameIn(reference, place);
      const version = qualifier ?? named.qualifier;
      const found = version === undefined || version === '$LATEST' ? get(named.name) : undefined;
      if (found === undefined) throw functionNotFound(place, named.name, version);
      return found;
    },
    list: () => store.all<FunctionRow>('SELECT * FROM lambda_function ORDER BY name').map(stored),
    put: (spec) => {
      store.run(
        `INSERT INTO lambda_function VALUES (?, ?, 1) ON CONFLICT (name) DO UPDATE
         SET spec = excluded.spec, revision = revision + 1 WHERE spec <> excluded.spec`,
        spec.name,
        JSON.stringify(spec),
      );
    },
    remove: (name) => {
      store.run('DELETE FROM lambda_function WHERE name = ?', name);
    },
    asyncConfig: (name) => {
      const row = store.get<{ config: string }>(
        'SELECT config FROM lambda_async_config WHERE name = ?',
        name,
      );
      // The text was written from this very type.
      return row === undefined ? defaultEventInvokeConfig : (JSON.parse(row.config) as EventInvokeConfig);
    },
    putAsyncConfig: (name, config) => {
      store.run('INSERT OR REPLACE INTO lambda_async_config VALUES (?, ?)', name, JSON.stringify(config));
    },
    removeAsyncConfig: (name) => {
      store.run('DELETE FROM lambda_async_config WHERE name = ?', name);
    },
  };
}

/** The name and the qualifier in `name`, `name:qualifier`, `account:function:name` or an ARN. */
export function nameIn(reference: string, place: Place): { name: string; qualifier: string | undefined } {
  const resource = parseArn(reference)?.resource ?? reference;
  const match = /^(?:(?:\d{12}:)?function:)?([\w-]{1,64})(?::(\$?[\w-]+))?$/.exec(resource);
  if (match?.[1] === undefined) {
    throw new AwsError(
      'ValidationException',
      `'${reference}' at 'functionName' failed to satisfy constraint`,
    );
  }
  const parts = parseArn(reference);
  if (parts !== undefined && (parts.service !== 'lambda' || parts.accountId !== place.accountId)) {
    throw functionNotFound(place, match[1], match[2]);
  }
  return { name: match[1], qualifier: match[2] };
}

/** The ARN of a function of that name. */
export function functionArn(place: Place, name: string): string {
  return arn(place, 'lambda', `function:${name}`);
}

function functionNotFound(place: Place, name: string, qualifier: string | undefined): AwsError {
  const full = functionArn(place, name) + (qualifier === undefined ? '' : `:${qualifier}`);
  return new AwsError('ResourceNotFoundException', `Function not found: ${full}`, {
    status: 404,
    details: { Type: 'User' },
  });
}

function stored(row: FunctionRow): StoredFunction {
  return { ...parseSpec(row.spec), revision: row.revision };
}

// The text was written from this very type.
const parseSpec = parsedOnce((text) => JSON.parse(text) as FunctionSpec);
