import { AwsError } from '../kernel/errors.ts';
import type { Json } from '../kernel/json.ts';
import type { Place } from '../kernel/place.ts';
import type { PlannedResource, ResourceType } from '../kernel/resource.ts';
import { evaluate } from './evaluate.ts';
import type { AttributeTarget, Scope } from './evaluation.ts';
import { asObject } from './shape.ts';
import type { ResourceDeclaration, Template } from './template.ts';
import { TemplateError } from './template-error.ts';

/** What a plan is made of. */
export interface PlanRequest {
  /** Base CloudFormation types only: SAM was expanded before. */
  readonly template: Template;
  /** The template's text as written. */
  readonly body: string;
  readonly stackName: string;
  readonly place: Place;
  /** Values by parameter name; the others take their defaults. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly types: readonly ResourceType[];
  /** Names such as `Api.Stage` that stand for generated resources. */
  readonly aliases?: ReadonlyMap<string, string>;
}

/** A resource with its declaration, validated and named. */
export interface OrderedResource {
  readonly logicalId: string;
  readonly declaration: ResourceDeclaration;
  readonly planned: PlannedResource;
}

/**
 * Plans every resource whose condition holds, each after what it refers to or depends on, and gives the scope in
 * which outputs may refer to them.
 */
export function planResources(
  { template, types, stackName, aliases }: PlanRequest,
  base: Scope,
): { resources: readonly OrderedResource[]; scope: Scope } {
  const typeByName = new Map(types.map((type) => [type.type, type]));
  const done = new Map<string, OrderedResource>();
  const underWay: string[] = [];

  const plan = (logicalId: string, at: string): PlannedResource => {
    const known = done.get(logicalId);
    if (known !== undefined) return known.planned;
    const declaration = template.resources.get(logicalId);
    if (declaration === undefined)
      throw new TemplateError(at, `there is no resource or parameter ${logicalId}`);
    if (!exists(declaration, base, logicalId)) {
      throw new TemplateError(
        at,
        `${logicalId} is not made: its condition ${declaration.condition ?? ''} is false`,
      );
    }
    refuseCircle(underWay, logicalId);
    underWay.push(logicalId);
    const planned = planOne(logicalId, declaration);
    underWay.pop();
    done.set(logicalId, { logicalId, declaration, planned });
    return planned;
  };
  const planOne = (logicalId: string, declaration: ResourceDeclaration): PlannedResource => {
    const at = `Resources.${logicalId}`;
    const type = typeByName.get(declaration.type);
    if (type === undefined)
      throw new TemplateError(`${at}.Type`, `${declaration.type} is not supported by the sandbox`);
    for (const needed of declaration.dependsOn) {
      const other = template.resources.get(needed);
      if (other === undefined || exists(other, base, needed)) plan(needed, `${at}.DependsOn`);
    }
    const properties = asObject(evaluate(declaration.properties, scope, `${at}.Properties`) ?? {}, at);
    try {
      return type.plan({ stackName, logicalId, properties });
    } catch (thrown) {
      throw thrown instanceof AwsError ? located(thrown, at) : thrown;
    }
  };
  const scope: Scope = {
    ...base,
    ref: (name, at): Json | undefined => {
      const logicalId = aliases?.get(name) ?? name;
      return template.resources.has(logicalId) ? plan(logicalId, at).physicalId : base.ref(name, at);
    },
    attribute: ({ logicalId, attribute }, at) => {
      const alias = aliases?.get(`${logicalId}.${attribute}`);
      if (alias !== undefined) return plan(alias, at).physicalId;
      return attributeOf(plan(logicalId, at), { logicalId, attribute }, at);
    },
  };

  for (const [logicalId, declaration] of template.resources) {
    if (exists(declaration, base, logicalId)) plan(logicalId, `Resources.${logicalId}`);
  }
  return { resources: [...done.values()], scope };
}

function refuseCircle(underWay: readonly string[], logicalId: string): void {
  const start = underWay.indexOf(logicalId);
  if (start < 0) return;
  const circle = [...underWay.slice(start), logicalId].join(' -> ');
  throw new TemplateError(`Resources.${logicalId}`, `circular dependency between resources: ${circle}`);
}

function attributeOf(resource: PlannedResource, target: AttributeTarget, at: string): string {
  const { attributes } = resource;
  const value = Object.hasOwn(attributes, target.attribute) ? attributes[target.attribute] : undefined;
  if (value !== undefined) return value;
  const known = Object.keys(attributes).join(', ') || 'none';
  throw new TemplateError(at, `${target.logicalId} has no attribute ${target.attribute} (it has: ${known})`);
}

function exists({ condition }: ResourceDeclaration, scope: Scope, logicalId: string): boolean {
  return condition === undefined || scope.condition(condition, `Resources.${logicalId}.Condition`);
}

/** Rooms say `Size: must be a number`; that is a path below Properties. */
function located(refusal: AwsError, at: string): TemplateError {
  const namesProperty = /^[A-Za-z][^\s:]*: /.test(refusal.message);
  const path = namesProperty ? `${at}.Properties.` : `${at}: `;
  return new TemplateError('', path + refusal.message, { cause: refusal });
}
