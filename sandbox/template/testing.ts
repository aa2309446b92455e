import type { JsonObject } from '../kernel/json.ts';
import { resourceType } from '../kernel/resource.ts';
import type { ResourceType } from '../kernel/resource.ts';
import type { StackPlan } from '../kernel/stack-plan.ts';
import { planTemplate } from './boot-template.ts';
import type { TemplateFiles } from './template-files.ts';

/** What a test of templates may decide. */
export interface PlanOptions {
  readonly parameters?: Readonly<Record<string, string>>;
  readonly types?: readonly ResourceType[];
  readonly files?: Partial<TemplateFiles>;
}

/** A plan with the resolved properties that each resource type was handed. */
export interface ObservedPlan extends StackPlan {
  readonly properties: Readonly<Record<string, JsonObject>>;
}

/** Plans a template whose every resource type is served by a stand-in that accepts anything. */
export function planText(text: string, options: PlanOptions = {}): ObservedPlan {
  const seen: Record<string, JsonObject> = {};
  const types = new Set([...standInTypes, ...(text.match(/AWS::\w+::\w+/g) ?? [])]);
  const plan = planTemplate(
    text,
    {
      resolve: (path) => `/project/${path}`,
      exists: () => true,
      read: () => '{"StartAt":"End","States":{"End":{"Type":"Succeed"}}}',
      ...options.files,
    },
    {
      stackName: 'demo',
      place: { region: 'eu-west-1', accountId: '123456789012' },
      parameters: options.parameters ?? {},
      types: options.types ?? [...types].map((type) => standIn(type, seen)),
    },
  );
  return { ...plan, properties: seen };
}

/** The types that SAM generates without the template naming them. */
const standInTypes = [
  'AWS::ApiGateway::RestApi',
  'AWS::ApiGateway::Deployment',
  'AWS::ApiGateway::Stage',
  'AWS::ApiGateway::ApiKey',
  'AWS::ApiGateway::UsagePlan',
  'AWS::ApiGateway::UsagePlanKey',
  'AWS::DynamoDB::Table',
  'AWS::Events::Rule',
  'AWS::IAM::Role',
  'AWS::Lambda::EventInvokeConfig',
  'AWS::Lambda::EventSourceMapping',
  'AWS::Lambda::Function',
  'AWS::Lambda::Permission',
  'AWS::SNS::Subscription',
  'AWS::StepFunctions::StateMachine',
];

function standIn(type: string, seen: Record<string, JsonObject>): ResourceType {
  return resourceType<JsonObject>({
    type,
    parse: (properties) => properties,
    withoutEffect: {},
    identify: ({ stackName, logicalId, properties }) => {
      seen[logicalId] = properties;
      const physicalId = `${stackName}-${logicalId}`;
      const names = ['QueueName', 'TopicName', 'Name', 'TableName', 'LogGroupName'];
      const attributes = Object.fromEntries(names.map((name) => [name, physicalId]));
      return {
        physicalId,
        attributes: { ...attributes, Arn: `arn:${physicalId}`, StreamArn: `arn:${physicalId}/stream` },
      };
    },
    provision: () => undefined,
    remove: () => undefined,
  });
}
