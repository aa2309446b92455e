import * as z from 'zod';
import { operation } from '../../kernel/operation.ts';
import type { Operation } from '../../kernel/operation.ts';
import type { KeyStore } from '../key-store.ts';
import { keyShape } from './key-shape.ts';
import { listing, mayGet, reads } from './reading.ts';

const parse = reads({
  ...listing,
  /** Prefix of the names that are wanted. */
  name: z.string().default(''),
  includeValues: z.stringbool().default(false),
});

/** GetApiKeys. */
export function getApiKeys(keys: KeyStore): Operation {
  return operation({
    name: 'GetApiKeys',
    kind: 'read',
    parse,
    permissions: (_input, place) => mayGet(place, '/apikeys'),
    run: (input) => ({
      item: keys
        .keys()
        .filter(({ name }) => name.startsWith(input.name))
        .map((key) => keyShape(key, input.includeValues)),
    }),
  });
}
