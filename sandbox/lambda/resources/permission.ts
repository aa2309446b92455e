import * as z from 'zod';
import { inputOf } from '../../kernel/input.ts';
import type { Place } from '../../kernel/place.ts';
import { generatedName, resourceType } from '../../kernel/resource.ts';
import type { ResourceType } from '../../kernel/resource.ts';
import { functionArn, nameIn } from '../function-store.ts';
import type { PermissionStore } from '../permission-store.ts';

const properties = z.strictObject({
  FunctionName: z.string(),
  Action: z.string(),
  Principal: z.string(),
  SourceArn: z.string().optional(),
  SourceAccount: z.string().optional(),
});

type Properties = z.output<typeof properties>;

/** AWS::Lambda::Permission: one statement of a function's resource policy. */
export function permissionResource(place: Place, permissions: PermissionStore): ResourceType {
  return resourceType<Properties>({
    type: 'AWS::Lambda::Permission',
    parse: inputOf(properties, 'ValidationError'),
    withoutEffect: {},
    identify: (request) => ({
      physicalId: generatedName(request),
      attributes: { Id: generatedName(request) },
    }),
    provision: ({ properties: given }, { physicalId: id }) => {
      const { name } = nameIn(given.FunctionName, place);
      permissions.put(id, name, statement(id, functionArn(place, name), given));
    },
    remove: (id) => {
      permissions.remove(id);
    },
  });
}

function statement(id: string, resource: string, given: Properties): Readonly<Record<string, unknown>> {
  const { Principal: principal, SourceArn: arn, SourceAccount: account } = given;
  return {
    Sid: id,
    Effect: 'Allow',
    Principal: principal.endsWith('.amazonaws.com') ? { Service: principal } : { AWS: principal },
    Action: given.Action,
    Resource: resource,
    Condition: {
      ArnLike: arn === undefined ? undefined : { 'AWS:SourceArn': arn },
      StringEquals: account === undefined ? undefined : { 'AWS:SourceAccount': account },
    },
  };
}
