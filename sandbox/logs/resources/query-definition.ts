import { createHash } from 'node:crypto';
import * as z from 'zod';
import { inputOf } from '../../kernel/input.ts';
import { resourceType } from '../../kernel/resource.ts';
import type { ResourceRequest, ResourceType } from '../../kernel/resource.ts';
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
    identify: (request) => ({ physicalId: idOf(request), attributes: { QueryDefinitionId: idOf(request) } }),
    provision: (request) => {
      const { Name: name, QueryString: queryString, LogGroupNames: groups } = request.properties;
      definitions.set(idOf(request), { name, queryString, groups });
    },
    remove: (id) => {
      definitions.delete(id);
    },
  });
}

/** The same definition has the same id at every start. */
function idOf({ stackName, logicalId }: ResourceRequest<unknown>): string {
  const hash = createHash('sha256').update(`${stackName}/${logicalId}`).digest('hex');
  return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-4${hash.slice(13, 16)}-8${hash.slice(17, 20)}-${hash.slice(20, 32)}`;
}
