import * as z from 'zod';
import { inputOf } from '../../kernel/input.ts';
import { resourceType } from '../../kernel/resource.ts';
import type { ResourceType } from '../../kernel/resource.ts';
import { stableUuid } from '../../kernel/stable-uuid.ts';
import type { QueryDefinition } from '../room.ts';

const parse = inputOf(
  z.strictObject({
    Name: z.string().min(1).max(255),
    QueryString: z.string().min(1).max(10_000),
    LogGroupNames: z.array(z.string()).default([]),
  }),
  'ValidationError',
);

/** AWS::Logs::QueryDefinition: `definitions` is filled at every start. */
export function queryDefinitionResource(definitions: Map<string, QueryDefinition>): ResourceType {
  return resourceType<ReturnType<typeof parse>>({
    type: 'AWS::Logs::QueryDefinition',
    parse,
    withoutEffect: {},
    identify: ({ stackName, logicalId }) => {
      const id = stableUuid(`${stackName}/${logicalId}`);
      return { physicalId: id, attributes: { QueryDefinitionId: id } };
    },
    provision: ({ properties }, { physicalId }) => {
      const { Name: name, QueryString: queryString, LogGroupNames: groups } = properties;
      definitions.set(physicalId, { name, queryString, groups });
    },
    remove: (id) => {
      definitions.delete(id);
    },
  });
}
