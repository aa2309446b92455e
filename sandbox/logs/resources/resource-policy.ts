import * as z from 'zod';
import { AwsError } from '../../kernel/errors.ts';
import { inputOf } from '../../kernel/input.ts';
import { isObject, parseJson } from '../../kernel/json.ts';
import { resourceType } from '../../kernel/resource.ts';
import type { ResourceType } from '../../kernel/resource.ts';
import type { ResourcePolicyStore } from '../resource-policy-store.ts';

const properties = z.strictObject({ PolicyName: z.string().min(1), PolicyDocument: z.string().min(1) });

/** AWS::Logs::ResourcePolicy: which services may write to log groups. */
export function resourcePolicyResource(policies: ResourcePolicyStore): ResourceType {
  const parse = inputOf(properties, 'ValidationError');
  return resourceType<z.output<typeof properties>>({
    type: 'AWS::Logs::ResourcePolicy',
    parse: (given) => {
      const parsed = parse(given);
      if (isObject(parseJson(parsed.PolicyDocument))) return parsed;
      throw new AwsError('ValidationError', 'PolicyDocument: must be the JSON text of a policy');
    },
    withoutEffect: {},
    identify: (request) => ({ physicalId: request.properties.PolicyName, attributes: {} }),
    provision: ({ properties: { PolicyName, PolicyDocument } }) => {
      policies.put(PolicyName, PolicyDocument);
    },
    remove: (name) => {
      policies.remove(name);
    },
  });
}
