import * as z from 'zod';
import { inputOf } from '../kernel/input.ts';
import { operation } from '../kernel/operation.ts';
import type { Operation } from '../kernel/operation.ts';
import { Timestamp } from '../kernel/timestamp.ts';
import { stackPermission } from './stack-permission.ts';
import { stackStatus } from './stack-status.ts';
import type { StackStore } from './stack-store.ts';

const parse = inputOf(
  z.strictObject({ StackStatusFilter: z.array(z.string()).optional(), NextToken: z.string().optional() }),
  'ValidationError',
);

/** ListStacks, in one page. */
export function listStacks(stacks: StackStore): Operation {
  return operation({
    name: 'ListStacks',
    kind: 'read',
    parse,
    permissions: (_input, place) => stackPermission('ListStacks', place, undefined),
    run: (input) => ({
      StackSummaries: stacks
        .list()
        .filter((stack) => input.StackStatusFilter?.includes(stackStatus(stack)) ?? true)
        .map((stack) => ({
          StackId: stack.id,
          StackName: stack.name,
          TemplateDescription: stack.description === '' ? undefined : stack.description,
          CreationTime: new Timestamp(stack.created_at),
          LastUpdatedTime: stack.updated_at === null ? undefined : new Timestamp(stack.updated_at),
          StackStatus: stackStatus(stack),
          DriftInformation: { StackDriftStatus: 'NOT_CHECKED' },
        })),
    }),
  });
}
