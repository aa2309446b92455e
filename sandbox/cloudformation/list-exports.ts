import * as z from 'zod';
import { inputOf } from '../kernel/input.ts';
import { operation } from '../kernel/operation.ts';
import type { Operation } from '../kernel/operation.ts';
import { stackPermission } from './stack-permission.ts';
import type { StackStore } from './stack-store.ts';

const parse = inputOf(z.strictObject({ NextToken: z.string().optional() }), 'ValidationError');

/** ListExports, in one page. */
export function listExports(stacks: StackStore, local: (value: string) => string): Operation {
  return operation({
    name: 'ListExports',
    kind: 'read',
    parse,
    permissions: (_input, place) => stackPermission('ListExports', place, undefined),
    run: () => ({
      Exports: stacks
        .outputs()
        .flatMap(({ stack, export_name: name, value }) =>
          name === null ? [] : [{ ExportingStackId: stacks.get(stack).id, Name: name, Value: local(value) }],
        ),
    }),
  });
}
