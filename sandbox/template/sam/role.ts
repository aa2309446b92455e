import { isObject } from '../../kernel/json.ts';
import type { Json, JsonObject } from '../../kernel/json.ts';
import { asList } from '../shape.ts';
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
  const managed = new Map<string, Json>();
  const inline: Json[] = [];
  const attach = (arn: Json): unknown => managed.set(JSON.stringify(arn), arn);
  for (const name of request.managed) attach(managedPolicyArn(name));
  [properties['Policies'] ?? []].flat().forEach((policy: Json, index) => {
    const place = `${at}.Policies[${String(index)}]`;
    const name = `${logicalId}RolePolicy${String(index)}`;
    if (typeof policy === 'string') attach(managedPolicyArn(policy));
    else if (isObject(policy) && !('Fn::If' in policy) && isIntrinsic(policy)) attach(policy);
    else inline.push(inlinePolicy(name, policy, place));
  });
  return beside(resource, `${logicalId}Role`, {
    type: 'AWS::IAM::Role',
    properties: {
      AssumeRolePolicyDocument: properties['AssumeRolePolicyDocument'] ?? trust(request.service),
      ManagedPolicyArns: [...managed.values()],
      Policies: [...request.inline, ...inline],
    },
  });
}

/** A document, a policy template, or `!If [Condition, <one of both>, !Ref AWS::NoValue]`. */
function inlinePolicy(name: string, policy: Json, at: string): Json {
  if (!isObject(policy))
    throw new TemplateError(at, 'must be a name, a policy document or a policy template');
  if ('Fn::If' in policy) {
    const [condition = '', ...branches] = asList(policy['Fn::If'], at);
    return { 'Fn::If': [condition, ...branches.map((branch) => inlinePolicy(name, branch, at))] };
  }
  if (isIntrinsic(policy)) return policy;
  const document = 'Statement' in policy ? policy : policyFromTemplate(policy, at);
  return { PolicyName: name, PolicyDocument: document };
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

function isIntrinsic(policy: object): boolean {
  return Object.keys(policy).every((key) => key === 'Ref' || key.startsWith('Fn::'));
}
