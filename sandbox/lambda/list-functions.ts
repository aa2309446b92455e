import * as z from 'zod';
import { inputOf } from '../kernel/input.ts';
import { operation } from '../kernel/operation.ts';
import type { Operation } from '../kernel/operation.ts';
import { functionConfiguration } from './function-configuration.ts';
import type { FunctionStore } from './function-store.ts';

const parse = inputOf(
  z.strictObject({
    Marker: z.string().optional(),
    MaxItems: z.coerce.number().int().min(1).max(10_000).default(50),
    FunctionVersion: z.literal('ALL').optional(),
  }),
  'InvalidParameterValueException',
);

/** ListFunctions, by name; the marker is the last name of the page before. */
export function listFunctions(functions: FunctionStore): Operation {
  return operation({
    name: 'ListFunctions',
    kind: 'read',
    parse,
    permissions: () => [{ action: 'lambda:ListFunctions', resource: '*' }],
    run: ({ Marker: marker, MaxItems: limit }) => {
      const rest = functions.list().filter((target) => marker === undefined || target.name > marker);
      const page = rest.slice(0, limit);
      return {
        Functions: page.map(functionConfiguration),
        ...(rest.length > limit ? { NextMarker: page.at(-1)?.name } : {}),
      };
    },
  });
}
