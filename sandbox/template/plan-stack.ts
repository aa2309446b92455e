import type { Json } from '../kernel/json.ts';
import { createConditions } from './conditions.ts';
import { evaluate } from './evaluate.ts';
import type { Scope } from './evaluation.ts';
import { planOutputs } from './outputs.ts';
import { parameterValues } from './parameters.ts';
import type { StackPlan, StackResource } from '../kernel/stack-plan.ts';
import { planResources } from './plan-resources.ts';
import type { OrderedResource, PlanRequest } from './plan-resources.ts';
import { pseudoParameters, stackId } from './pseudo-parameters.ts';
import { languageExtensions } from './template.ts';
import type { Template } from './template.ts';
import { TemplateError } from './template-error.ts';

/** Resolves a template into a plan. @throws TemplateError with the path of what cannot be started */
export function planStack(request: PlanRequest): StackPlan {
  const { template, place, stackName } = request;
  const parameters = parameterValues(template.parameters, request.parameters);
  const values = new Map<string, Json>([
    ...pseudoParameters(place, stackName),
    ...parameters.map(({ name, value }): [string, Json] => [name, value]),
  ]);
  const base = {
    place,
    mappings: template.mappings,
    ref: (name: string, at: string) => {
      if (name === 'AWS::NoValue') return undefined;
      const value = values.get(name);
      if (value === undefined) throw new TemplateError(at, `there is no parameter or resource ${name}`);
      return value;
    },
    attribute: (_target: unknown, at: string): never => {
      throw new TemplateError(at, 'a resource cannot be referred to here');
    },
  };
  const scope = { ...base, condition: createConditions(template.conditions, base) };
  const planned = planResources(request, scope);
  return {
    stackName,
    stackId: stackId(place, stackName),
    description: template.description,
    body: request.body,
    parameters,
    resources: planned.resources.map((resource) => stackResource(resource, template, scope)),
    outputs: planOutputs(template.outputs, planned.scope),
  };
}

function stackResource(
  { logicalId, declaration, planned }: OrderedResource,
  template: Template,
  scope: Scope,
): StackResource {
  const policy = (name: string, value: Json = 'Delete'): string => {
    const at = `Resources.${logicalId}.${name}`;
    if (typeof value === 'object' && !template.transforms.includes(languageExtensions)) {
      throw new TemplateError(at, `an intrinsic function here needs Transform: ${languageExtensions}`);
    }
    const text = evaluate(value, scope, at);
    if (typeof text === 'string' && policies.includes(text)) return text;
    throw new TemplateError(at, `must be one of ${policies.join(', ')}`);
  };
  return {
    logicalId,
    type: declaration.type,
    physicalId: planned.physicalId,
    deletionPolicy: policy('DeletionPolicy', declaration.deletionPolicy),
    updateReplacePolicy: policy('UpdateReplacePolicy', declaration.updateReplacePolicy),
    provision: planned.provision,
  };
}

const policies = ['Delete', 'Retain', 'RetainExceptOnCreate', 'Snapshot'];
