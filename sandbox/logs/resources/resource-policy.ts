import * as z from 'zod';
import { AwsError } from '../../kernel/errors.ts';
import { inputOf } from '../../kernel/input.ts';
import { isObject, parseJson } from '../../kernel/json.ts';
import { resourceType } from '../../kernel/resource.ts';
import type { ResourceType } from '../../kernel/resource.ts';

const parse = inputOf(
  z.strictObject({ PolicyName: z.string().min(1), PolicyDocument: z.string().min(1) }),
  'ValidationError',
);

/** Statements of policies for log groups, by the name of the policy. */
export type ResourcePolicies = Map<string, readonly unknown[]>;

/** AWS::Logs::ResourcePolicy: which services may write to log groups; `policies` is filled at every start. */
export function resourcePolicyResource(policies: ResourcePolicies): ResourceType {
  return resourceType<{ readonly name: string; readonly statements: readonly unknown[] }>({
    type: 'AWS::Logs::ResourcePolicy',
    parse: (given) => {
      const { PolicyName: name, PolicyDocument } = parse(given);
      const policy = parseJson(PolicyDocument);
      if (isObject(policy)) return { name, statements: [policy['Statement']].flat() };
      throw new AwsError('ValidationError', 'PolicyDocument: must be the JSON text of a policy');
    },
    withoutEffect: {},
    identify: (request) => ({ physicalId: request.properties.name, attributes: {} }),
    provision: ({ properties: { name, statements } }) => {
      policies.set(name, statements);
    },
    remove: (name) => {
      policies.delete(name);
    },
  });
}

/** All statements of all policies as one policy, JSON text; undefined where there is none. */
export function wholePolicy(policies: ResourcePolicies): string | undefined {
  if (policies.size === 0) return undefined;
  return JSON.stringify({ Version: '2012-10-17', Statement: [...policies.values()].flat() });
}
