import * as z from 'zod';
import { inputOf } from '../kernel/input.ts';
import { operation } from '../kernel/operation.ts';
import type { Operation } from '../kernel/operation.ts';
import type { LogsRoom } from './room.ts';

const parse = inputOf(
  z.strictObject({ queryDefinitionNamePrefix: z.string().default('') }),
  'InvalidParameterException',
);

/** DescribeQueryDefinitions: all on one page. */
export function describeQueryDefinitions({ definitions }: LogsRoom): Operation {
  return operation({
    name: 'DescribeQueryDefinitions',
    kind: 'read',
    parse,
    permissions: () => [{ action: 'logs:DescribeQueryDefinitions', resource: '*' }],
    run: ({ queryDefinitionNamePrefix: prefix }) => ({
      queryDefinitions: [...definitions]
        .filter(([, { name }]) => name.startsWith(prefix))
        .map(([queryDefinitionId, { name, queryString, groups: logGroupNames }]) => {
          return { queryDefinitionId, name, queryString, logGroupNames };
        }),
    }),
  });
}
