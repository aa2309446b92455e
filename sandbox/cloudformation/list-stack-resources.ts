import * as z from 'zod';
import { inputOf } from '../kernel/input.ts';
import { operation } from '../kernel/operation.ts';
import type { Operation } from '../kernel/operation.ts';
import { Timestamp } from '../kernel/timestamp.ts';
import { resourceShape } from './resource-shape.ts';
import { stackPermission } from './stack-permission.ts';
import type { StackStore } from './stack-store.ts';

const parse = inputOf(
  z.strictObject({ StackName: z.string(), NextToken: z.string().optional() }),
  'ValidationError',
);

/** ListStackResources, in one page. */
export function listStackResources(stacks: StackStore): Operation {
  return operation({
    name: 'ListStackResources',
    kind: 'read',
    parse,
    permissions: (input, place) => stackPermission('ListStackResources', place, input.StackName),
    run: (input) => ({
      StackResourceSummaries: stacks.resources(stacks.get(input.StackName).name).map((row) => ({
        ...resourceShape(row),
        LastUpdatedTimestamp: new Timestamp(row.updated_at),
      })),
    }),
  });
}
