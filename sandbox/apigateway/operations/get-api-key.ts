import * as z from 'zod';
import { operation } from '../../kernel/operation.ts';
import type { Operation } from '../../kernel/operation.ts';
import type { KeyStore } from '../key-store.ts';
import { keyShape } from './key-shape.ts';
import { mayGet, reads } from './reading.ts';

const parse = reads({ apiKey: z.string(), includeValue: z.stringbool().default(false) });

/** GetApiKey; `includeValue` is how users fetch their key. */
export function getApiKey(keys: KeyStore): Operation {
  return operation({
    name: 'GetApiKey',
    kind: 'read',
    parse,
    permissions: (input, place) => mayGet(place, `/apikeys/${input.apiKey}`),
    run: (input) => keyShape(keys.key(input.apiKey), input.includeValue),
  });
}
