import { isObject } from '../../kernel/json.ts';
import type { Json, JsonObject } from '../../kernel/json.ts';
import { asObject } from '../shape.ts';
import { TemplateError } from '../template-error.ts';
import { beside } from './generated.ts';
import type { Generated, SamResource } from './generated.ts';
import { policyFromTemplate } from './policy-templates.ts';

/** What a generated role starts from, before the resource's own `Policies`. */
export interface RoleRequest {
  /** The service that may take the role. */
  readonly service: string;
  /** Names of AWS managed policies. */
  readonly managed: readonly string[];
  /** Policies of AWS::IAM::Role that SAM adds by itself. */
  readonly inline: readonly Json[];
}

/** The role `<Id>Role` that SAM makes for a function or state machine without one. */
export function executionRole(resource: SamResource, request: RoleRequest): Generated {
  const { logicalId, declaration, at } = resource;
  const { properties } = declaration;
  const managed: Json[] = request.managed.map(managedPolicyArn);
  const inline: Json[] = [];
  const addManaged = (policy: Json): void => {
    if (!managed.some((known) => JSON.stringify(known) === JSON.stringify(policy))) managed.push(policy);
  };
  policiesOf(properties['Policies']).forEach((policy, index) => {
    const place = `${at}.Policies[${String(index)}]`;
    const named = (document: Json): JsonObject => ({
      PolicyName: `${logicalId}RolePolicy${String(index)}`,
      PolicyDocument: document,
    });
    if (typeof policy === 'string') addManaged(managedPolicyArn(policy));
    else if (!isObject(policy))
      throw new TemplateError(place, 'must be a name, a policy document or a policy template');
    else if ('Statement' in policy) inline.push(named(policy));
    else if ('Fn::If' in policy) inline.push(conditional(policy, named, place));
    else if (isIntrinsic(policy)) addManaged(policy);
    else inline.push(named(policyFromTemplate(asObject(policy, place), place)));
  });
  return beside(resource, `${logicalId}Role`, {
    type: 'AWS::IAM::Role',
    properties: {
      AssumeRolePolicyDocument: properties['AssumeRolePolicyDocument'] ?? trust(request.service),
      ManagedPolicyArns: managed,
      Policies: [...request.inline, ...inline],
    },
  });
}

/** A trust policy for one AWS service. */
export function trust(service: string): JsonObject {
  return {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: ['sts:AssumeRole'], Principal: { Service: [service] } }],
  };
}

const serviceRoles = new Set([
  'AWSLambdaBasicExecutionRole',
  'AWSLambdaDynamoDBExecutionRole',
  'AWSLambdaRole',
  'AWSLambdaSQSQueueExecutionRole',
]);

/** The ARN of an AWS managed policy by its name; an ARN stays what it is. */
function managedPolicyArn(name: string): string {
  if (name.startsWith('arn:')) return name;
  return `arn:aws:iam::aws:policy/${serviceRoles.has(name) ? 'service-role/' : ''}${name}`;
}

function policiesOf(policies: Json | undefined): readonly Json[] {
  if (policies === undefined) return [];
  // Array.isArray does not narrow readonly arrays.
  return Array.isArray(policies) ? (policies as readonly Json[]) : [policies];
}

function isIntrinsic(policy: object): boolean {
  return Object.keys(policy).every((key) => key === 'Ref' || key.startsWith('Fn::'));
}

/** `!If [Condition, <policy document>, !Ref AWS::NoValue]`: each document gets the policy's name. */
function conditional(policy: object, named: (document: Json) => JsonObject, at: string): JsonObject {
  // `policy` came out of a Json value.
  const [condition = '', ...branches] = (policy as { 'Fn::If': readonly Json[] })['Fn::If'];
  const wrapped = branches.map((branch) => {
    const body = asObject(branch, at);
    if ('Statement' in body) return named(body);
    if (isIntrinsic(body)) return body;
    return named(policyFromTemplate(body, at));
  });
  return { 'Fn::If': [condition, ...wrapped] };
}
