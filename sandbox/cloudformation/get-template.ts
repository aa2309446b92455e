import * as z from 'zod';
import { inputOf } from '../kernel/input.ts';
import { operation } from '../kernel/operation.ts';
import type { Operation } from '../kernel/operation.ts';
import { stackPermission } from './stack-permission.ts';
import type { StackStore } from './stack-store.ts';

const parse = inputOf(
  z.strictObject({
    StackName: z.string(),
    TemplateStage: z
      .literal('Original', 'TemplateStage Processed is not supported by the sandbox')
      .optional(),
  }),
  'ValidationError',
);

/** GetTemplate: the text as it was written; the processed stage is not kept. */
export function getTemplate(stacks: StackStore): Operation {
  return operation({
    name: 'GetTemplate',
    kind: 'read',
    parse,
    permissions: (input, place) => stackPermission('GetTemplate', place, input.StackName),
    run: (input) => ({ TemplateBody: stacks.get(input.StackName).body, StagesAvailable: ['Original'] }),
  });
}
