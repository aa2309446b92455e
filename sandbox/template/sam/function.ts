import * as z from 'zod';
import type { JsonObject } from '../../kernel/json.ts';
import { asObject, json, onlyKeys, shaped, text } from '../shape.ts';
import type { TemplateFiles } from '../template-files.ts';
import { TemplateError } from '../template-error.ts';
import { actionOf, allTypes, destinationsOf, failureTypes } from './destination.ts';
import type { Destinations } from './destination.ts';
import { functionEvents } from './function-events.ts';
import type { Apis, ApiRoute } from './function-events.ts';
import { beside, getAtt, main, picked, policy, ref, tagList } from './generated.ts';
import type { Generated, SamResource } from './generated.ts';
import { executionRole } from './role.ts';

/** What SAM translates; all else goes to the function as it is, and Lambda refuses what it does not know. */
const translated = z.looseObject({
  CodeUri: json.optional(),
  InlineCode: json.optional(),
  Tracing: json.default('Disabled'),
  Tags: json.optional(),
  DeadLetterQueue: z.strictObject({ Type: text.default('SQS'), TargetArn: json }).optional(),
  Role: json.optional(),
  AssumeRolePolicyDocument: json.optional(),
  Policies: json.optional(),
  Events: json.optional(),
  EventInvokeConfig: json.optional(),
});

/** What a function of Lambda has and one of SAM has not: SAM makes it from other properties. */
const foreign = ['Code', 'TracingConfig', 'DeadLetterConfig'];

/** AWS::Serverless::Function → AWS::Lambda::Function with its role, event sources, permissions and routes. */
export function expandFunction(
  resource: SamResource,
  { files, apis }: { files: TemplateFiles; apis: Apis },
): { resources: readonly Generated[]; routes: readonly ApiRoute[] } {
  const { logicalId, declaration, at } = resource;
  const { properties } = declaration;
  const foreigner = foreign.find((name) => Object.hasOwn(properties, name));
  if (foreigner !== undefined) {
    throw new TemplateError(`${at}.${foreigner}`, 'is no property of AWS::Serverless::Function');
  }
  const { Tracing, DeadLetterQueue: queue, Role: role } = shaped(translated, properties, at);
  const events = functionEvents(resource, apis);
  const invokes = eventInvokeConfig(resource);
  const isTraced = Tracing !== 'Disabled';
  const passed = Object.keys(properties).filter((name) => !(name in translated.shape));
  const lambda = main(resource, 'AWS::Lambda::Function', {
    ...picked(properties, passed),
    ...tagList(properties['Tags']),
    ...(queue === undefined ? {} : { DeadLetterConfig: { TargetArn: queue.TargetArn } }),
    ...(isTraced ? { TracingConfig: { Mode: Tracing } } : {}),
    Code: codeOf(properties, files, at),
    Role: role ?? getAtt(`${logicalId}Role`, 'Arn'),
  });
  const toQueue =
    queue &&
    policy(
      'DeadLetterQueuePolicy',
      actionOf(queue.Type, failureTypes, `${at}.DeadLetterQueue`),
      queue.TargetArn,
    );
  const own = executionRole(resource, {
    service: 'lambda.amazonaws.com',
    managed: [
      'AWSLambdaBasicExecutionRole',
      ...(isTraced ? ['AWSXrayWriteOnlyAccess'] : []),
      ...events.managed,
    ],
    inline: [...(toQueue === undefined ? [] : [toQueue]), ...invokes.policies, ...events.policies],
  });
  const roles = role === undefined ? [own] : [];
  return {
    resources: [lambda, ...roles, ...invokes.resources, ...events.resources],
    routes: events.routes,
  };
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

const passedConfig = ['MaximumEventAgeInSeconds', 'MaximumRetryAttempts'];

/** SAM's EventInvokeConfig → AWS::Lambda::EventInvokeConfig and the rights that its destinations need. */
function eventInvokeConfig(
  resource: SamResource,
): Pick<Destinations, 'policies'> & { resources: readonly Generated[] } {
  const { logicalId, declaration } = resource;
  const at = `${resource.at}.EventInvokeConfig`;
  const given = declaration.properties['EventInvokeConfig'];
  if (given === undefined) return { resources: [], policies: [] };
  const body = asObject(given, at);
  onlyKeys(body, [...passedConfig, 'DestinationConfig'], at);
  const id = `${logicalId}EventInvokeConfig`;
  const { config, policies } = destinationsOf(body['DestinationConfig'], {
    at: `${at}.DestinationConfig`,
    policyName: (event, type) => `${id}${event}${type}Policy`,
    types: allTypes,
  });
  const fixed = { FunctionName: ref(logicalId), Qualifier: '$LATEST' };
  const properties = { ...picked(body, passedConfig), ...fixed, ...config };
  return {
    resources: [beside(resource, id, { type: 'AWS::Lambda::EventInvokeConfig', properties })],
    policies,
  };
}
