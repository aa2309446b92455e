import * as z from 'zod';
import type { Ground } from '../../kernel/ground.ts';
import { inputOf } from '../../kernel/input.ts';
import { resourceType } from '../../kernel/resource.ts';
import type { ResourceRequest, ResourceType } from '../../kernel/resource.ts';
import type { Authority } from '../authority.ts';
import { managedPolicy } from '../managed-policies.ts';
import { statementsOf } from '../policy-document.ts';
import { roleArn } from '../role-store.ts';

const withoutEffect = {
  Description: 'nothing shows it',
  Tags: 'the sandbox keeps no tags of roles',
  MaxSessionDuration: 'the keys of a role do not expire',
  Path: 'only / is supported; other paths are refused',
};

const parse = inputOf(
  z.strictObject({
    RoleName: z
      .string()
      .regex(/^[\w+=,.@-]{1,64}$/)
      .optional(),
    AssumeRolePolicyDocument: z.json(),
    Policies: z.array(z.strictObject({ PolicyName: z.string(), PolicyDocument: z.json() })).default([]),
    ManagedPolicyArns: z.array(z.string()).default([]),
    Description: z.string().optional(),
    Path: z.literal('/').optional(),
    MaxSessionDuration: z.unknown().optional(),
    Tags: z.unknown().optional(),
  }),
);

interface Role {
  readonly name: string | undefined;
  readonly trust: unknown;
  readonly policies: readonly unknown[];
}

/** AWS::IAM::Role: Ref is the name. Policies are checked when the template is read. */
export function roleResource({ place }: Ground, { roles }: Authority): ResourceType {
  return resourceType<Role>({
    type: 'AWS::IAM::Role',
    withoutEffect,
    parse: (properties) => {
      const { RoleName, AssumeRolePolicyDocument, Policies, ManagedPolicyArns } = parse(properties);
      statementsOf(AssumeRolePolicyDocument, 'AssumeRolePolicyDocument');
      for (const { PolicyName, PolicyDocument } of Policies)
        statementsOf(PolicyDocument, `Policies.${PolicyName}`);
      return {
        name: RoleName,
        trust: AssumeRolePolicyDocument,
        policies: [
          ...Policies.map(({ PolicyDocument }) => PolicyDocument),
          ...ManagedPolicyArns.map(managedPolicy),
        ],
      };
    },
    identify: (request) => {
      const own = roleArn(place, nameOf(request));
      return { physicalId: nameOf(request), attributes: { Arn: own } };
    },
    provision: (request) => {
      const { trust, policies } = request.properties;
      roles.put({ name: nameOf(request), trust, policies });
    },
    remove: (name) => {
      roles.remove(name);
    },
  });
}

/** AWS cuts the stack's name and the logical id so that the role's name fits into 64 characters. */
function nameOf({ stackName, logicalId, properties }: ResourceRequest<Role>): string {
  return properties.name ?? `${stackName}-${logicalId}`.slice(-64).replace(/^-+/, '');
}
