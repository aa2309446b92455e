import type { JsonObject } from './json.ts';

/** One resource of a template after parameters, conditions and intrinsic functions were resolved. */
export interface ResourceRequest<Properties> {
  readonly stackName: string;
  readonly logicalId: string;
  readonly properties: Properties;
}

/** The name of a resource that the template gives none. @param longest letters that the service takes at most */
export function generatedName(
  { stackName, logicalId }: Pick<ResourceRequest<unknown>, 'stackName' | 'logicalId'>,
  longest = Infinity,
): string {
  return `${stackName}-${logicalId}`.slice(0, longest);
}

/** What other resources may say about a resource. */
export interface ResourceIdentity {
  /** What `Ref` gives. */
  readonly physicalId: string;
  /** What `Fn::GetAtt` gives, by attribute name. */
  readonly attributes: Readonly<Record<string, string>>;
}

/** How one CloudFormation type is served, as its file declares it. */
export interface ResourceTypeSpec<Properties> {
  /** `AWS::SQS::Queue` and the like. */
  readonly type: string;
  /** Validates the resolved properties; throws AwsError that names an unsupported or wrong property. */
  readonly parse: (properties: JsonObject) => Properties;
  /** Properties that are accepted and have no local effect, each with the reason, by property path. */
  readonly withoutEffect: Readonly<Record<string, string>>;
  /** Names the resource before it exists: pure, so that resources may refer to each other. */
  readonly identify: (request: ResourceRequest<Properties>) => ResourceIdentity;
  /** Creates the resource or brings it up to date; runs inside one transaction and can be repeated at every start. */
  readonly provision: (request: ResourceRequest<Properties>, identity: ResourceIdentity) => void;
  /** Removes the resource when the template no longer has it. */
  readonly remove: (physicalId: string) => void;
}

/** A resource type with its property type closed over. */
export interface ResourceType {
  readonly type: string;
  readonly withoutEffect: Readonly<Record<string, string>>;
  readonly plan: (request: ResourceRequest<JsonObject>) => PlannedResource;
  readonly remove: (physicalId: string) => void;
}

/** A resource that was validated and named, ready to be provisioned. */
export interface PlannedResource extends ResourceIdentity {
  readonly provision: () => void;
}

/** Declares how one CloudFormation type is served. */
export function resourceType<Properties>(spec: ResourceTypeSpec<Properties>): ResourceType {
  return {
    type: spec.type,
    withoutEffect: spec.withoutEffect,
    remove: spec.remove,
    plan: (request) => {
      const parsed = { ...request, properties: spec.parse(request.properties) };
      const identity = spec.identify(parsed);
      return {
        ...identity,
        provision: () => {
          spec.provision(parsed, identity);
        },
      };
    },
  };
}
