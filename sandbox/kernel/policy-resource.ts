import * as z from 'zod';
import type { Store } from '../store/store.ts';
import { inputOf } from './input.ts';
import { generatedName, resourceType } from './resource.ts';
import type { ResourceType } from './resource.ts';

/** A resource type that gives one policy to several resources. */
export interface PolicyResourceSpec {
  readonly type: string;
  /** Its property that lists the resources. */
  readonly list: 'Queues' | 'Topics';
  /** What stands for a listed resource from one start to the next. */
  readonly keyOf: (listed: string) => string;
  /** Gives a policy to a resource, or takes it away with an empty text; passes over what is gone. */
  readonly attach: (key: string, policy: string) => void;
}

const table = `
  CREATE TABLE IF NOT EXISTS attached_policy (
    type TEXT NOT NULL, resource TEXT NOT NULL, key TEXT NOT NULL, PRIMARY KEY (type, resource, key)
  ) STRICT, WITHOUT ROWID;`;

/** AWS::SQS::QueuePolicy and AWS::SNS::TopicPolicy: the Policy attribute of what they list. */
export function policyResource(
  store: Store,
  { type, list, keyOf, attach }: PolicyResourceSpec,
): ResourceType {
  store.define(table);
  const properties = { [list]: z.array(z.string()).min(1) };
  const parseList = inputOf(z.strictObject(properties));
  const parse = inputOf(z.strictObject({ PolicyDocument: z.record(z.string(), z.unknown()) }));

  const spread = (resource: string, keys: ReadonlySet<string>, policy: string): void => {
    const select = 'SELECT key FROM attached_policy WHERE type = ? AND resource = ?';
    const before = store.all<{ key: string }>(select, type, resource);
    store.run('DELETE FROM attached_policy WHERE type = ? AND resource = ?', type, resource);
    const others = 'SELECT 1 FROM attached_policy WHERE type = ? AND key = ?';
    for (const { key } of before) {
      // A policy under another logical id may have taken over.
      if (!keys.has(key) && store.get(others, type, key) === undefined) attach(key, '');
    }
    for (const key of keys) {
      store.run('INSERT INTO attached_policy VALUES (?, ?, ?)', type, resource, key);
      attach(key, policy);
    }
  };
  return resourceType({
    type,
    withoutEffect: {},
    parse: ({ [list]: listed, ...rest }) => {
      const keys = Object.values(parseList(listed === undefined ? {} : { [list]: listed }))
        .flat()
        .map(keyOf);
      return { keys: new Set(keys), policy: JSON.stringify(parse(rest).PolicyDocument) };
    },
    identify: (request) => ({
      physicalId: generatedName(request),
      attributes: { Id: generatedName(request) },
    }),
    provision: ({ properties: { keys, policy } }, { physicalId }) => {
      spread(physicalId, keys, policy);
    },
    remove: (resource) => {
      spread(resource, new Set(), '');
    },
  });
}
