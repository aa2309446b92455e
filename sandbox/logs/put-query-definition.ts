import * as z from 'zod';
import { AwsError } from '../kernel/errors.ts';
import { inputOf } from '../kernel/input.ts';
import { operation } from '../kernel/operation.ts';
import type { Operation } from '../kernel/operation.ts';
import type { LogsRoom } from './room.ts';

const parse = inputOf(
  z.strictObject({
    name: z.string().min(1).max(255),
    queryString: z.string().min(1).max(10_000),
    logGroupNames: z.array(z.string()).default([]),
    queryDefinitionId: z.string().optional(),
    queryLanguage: z.literal('CWLI').optional(),
    clientToken: z.string().optional(),
  }),
  'InvalidParameterException',
);

/** PutQueryDefinition: without an id a new one, with an id the one that it names. */
export function putQueryDefinition({ ground, definitions }: LogsRoom): Operation {
  return operation({
    name: 'PutQueryDefinition',
    kind: 'write',
    parse,
    permissions: () => [{ action: 'logs:PutQueryDefinition', resource: '*' }],
    run: ({ name, queryString, logGroupNames: groups, queryDefinitionId: given }) => {
      if (given !== undefined && !definitions.list().some((definition) => definition.id === given)) {
        throw new AwsError('ResourceNotFoundException', 'The query definition does not exist.');
      }
      const id = given ?? ground.random.uuid();
      definitions.put({ id, name, queryString, groups, lastModified: ground.clock.now() });
      return { queryDefinitionId: id };
    },
  });
}
