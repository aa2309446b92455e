import type { Json, JsonObject } from '../../kernel/json.ts';
import { asObject, asText, onlyKeys } from '../shape.ts';
import type { TemplateFiles } from '../template-files.ts';
import { TemplateError } from '../template-error.ts';
import { eventInvokeConfig } from './event-invoke-config.ts';
import { functionEvents } from './function-events.ts';
import type { ApiRoutes } from './api-routes.ts';
import { getAtt, main, picked, tagList, without } from './generated.ts';
import type { Generated, SamResource } from './generated.ts';
import { executionRole } from './role.ts';

/** What SAM translates; all else goes to the function as it is, and Lambda refuses what it does not know. */
const translated = [
  'CodeUri',
  'InlineCode',
  'Tracing',
  'Tags',
  'DeadLetterQueue',
  'Role',
  'AssumeRolePolicyDocument',
  'Policies',
  'Events',
  'EventInvokeConfig',
];

/** What a function of Lambda has and one of SAM has not: SAM makes it from other properties. */
const foreign = ['Code', 'TracingConfig', 'DeadLetterConfig'];

/** AWS::Serverless::Function → AWS::Lambda::Function with its role, event sources and permissions. */
export function expandFunction(
  resource: SamResource,
  { files, routes }: { files: TemplateFiles; routes: ApiRoutes },
): Generated[] {
  const { logicalId, declaration, at } = resource;
  const { properties } = declaration;
  const foreigner = foreign.find((name) => Object.hasOwn(properties, name));
  if (foreigner !== undefined) {
    throw new TemplateError(`${at}.${foreigner}`, 'is no property of AWS::Serverless::Function');
  }
  const events = functionEvents(resource, routes);
  const invokeConfig = eventInvokeConfig(resource);
  const role = properties['Role'];
  const lambda = main(resource, 'AWS::Lambda::Function', {
    ...without(properties, translated),
    ...tagList(properties['Tags']),
    ...deadLetterConfig(properties, at),
    ...(isTraced(properties) ? { TracingConfig: { Mode: properties['Tracing'] ?? 'Active' } } : {}),
    Code: codeOf(properties, files, at),
    Role: role ?? getAtt(`${logicalId}Role`, 'Arn'),
  });
  const own =
    role === undefined
      ? [functionRole(resource, events.managed, [...invokeConfig.policies, ...events.policies])]
      : [];
  return [lambda, ...own, ...invokeConfig.resources, ...events.resources];
}

function functionRole(
  resource: SamResource,
  managed: readonly string[],
  policies: readonly Json[],
): Generated {
  const { properties } = resource.declaration;
  const target = deadLetterConfig(properties, resource.at)['DeadLetterConfig'];
  return executionRole(resource, {
    service: 'lambda.amazonaws.com',
    managed: [
      'AWSLambdaBasicExecutionRole',
      ...(isTraced(properties) ? ['AWSXrayWriteOnlyAccess'] : []),
      ...managed,
    ],
    inline: [...(target === undefined ? [] : [deadLetterPolicy(resource)]), ...policies],
  });
}

function isTraced(properties: JsonObject): boolean {
  return properties['Tracing'] !== undefined && properties['Tracing'] !== 'Disabled';
}

/** A local directory becomes `{ LocalPath }`, absolute; anything else is the Lambda room's to refuse. */
function codeOf(properties: JsonObject, files: TemplateFiles, at: string): JsonObject {
  const { CodeUri: uri, InlineCode: inline } = properties;
  if (inline !== undefined) return { ZipFile: inline };
  if (typeof uri !== 'string') throw new TemplateError(`${at}.CodeUri`, 'must be a path beside the template');
  if (uri.startsWith('s3://'))
    throw new TemplateError(`${at}.CodeUri`, 'buckets are not supported by the sandbox');
  const path = files.resolve(uri);
  if (!files.exists(path)) {
    throw new TemplateError(`${at}.CodeUri`, `there is no ${uri} beside the template; run the build first`);
  }
  return { LocalPath: path };
}

function deadLetterConfig(properties: JsonObject, at: string): JsonObject {
  const queue = properties['DeadLetterQueue'];
  if (queue === undefined) return {};
  const body = asObject(queue, `${at}.DeadLetterQueue`);
  onlyKeys(body, ['Type', 'TargetArn'], `${at}.DeadLetterQueue`);
  return { DeadLetterConfig: picked(body, ['TargetArn']) };
}

function deadLetterPolicy({ declaration, at }: SamResource): JsonObject {
  const queue = asObject(declaration.properties['DeadLetterQueue'] ?? {}, at);
  const action = asText(queue['Type'] ?? '', at) === 'SNS' ? 'sns:Publish' : 'sqs:SendMessage';
  return {
    PolicyName: 'DeadLetterQueuePolicy',
    PolicyDocument: {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: action, Resource: queue['TargetArn'] ?? '' }],
    },
  };
}
