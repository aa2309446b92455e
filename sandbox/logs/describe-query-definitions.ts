import * as z from 'zod';
import { inputOf } from '../kernel/input.ts';
import { operation } from '../kernel/operation.ts';
import type { Operation } from '../kernel/operation.ts';
import { page } from './paging.ts';
import type { LogsRoom } from './room.ts';

const parse = inputOf(
  z.strictObject({
    queryDefinitionNamePrefix: z.string().default(''),
    maxResults: z.number().int().min(1).max(1_000).default(1_000),
    nextToken: z.string().optional(),
    queryLanguage: z.literal('CWLI').optional(),
  }),
  'InvalidParameterException',
);

/** DescribeQueryDefinitions, by name. */
export function describeQueryDefinitions({ definitions }: LogsRoom): Operation {
  return operation({
    name: 'DescribeQueryDefinitions',
    kind: 'read',
    parse,
    permissions: () => [{ action: 'logs:DescribeQueryDefinitions', resource: '*' }],
    run: ({ queryDefinitionNamePrefix: prefix, maxResults: limit, nextToken }) => {
      const matching = definitions.list().filter(({ name }) => name.startsWith(prefix));
      const found = page(matching, { limit, nextToken });
      const queryDefinitions = found.items.map(({ id, groups, ...rest }) => ({
        ...rest,
        queryDefinitionId: id,
        logGroupNames: groups,
      }));
      return { queryDefinitions, ...found.nextToken };
    },
  });
}
