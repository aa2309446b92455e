import * as z from 'zod';
import { inputOf } from '../kernel/input.ts';
import { operation } from '../kernel/operation.ts';
import type { Operation } from '../kernel/operation.ts';
import type { LogsRoom } from './room.ts';

const parse = inputOf(z.strictObject({ queryDefinitionId: z.string() }), 'InvalidParameterException');

/** DeleteQueryDefinition. */
export function deleteQueryDefinition({ definitions }: LogsRoom): Operation {
  return operation({
    name: 'DeleteQueryDefinition',
    kind: 'write',
    parse,
    permissions: () => [{ action: 'logs:DeleteQueryDefinition', resource: '*' }],
    run: ({ queryDefinitionId: id }) => {
      definitions.remove(id);
      return { success: true };
    },
  });
}
