import * as z from 'zod';
import { AwsError } from '../../kernel/errors.ts';
import { inputOf } from '../../kernel/input.ts';
import { parseArn } from '../../kernel/place.ts';
import { resourceType } from '../../kernel/resource.ts';
import type { ResourceType } from '../../kernel/resource.ts';
import type { GatewayStore, MethodThrottle, Stage } from '../gateway-store.ts';
import { idOf } from '../stable-id.ts';
import { templateText } from '../render.ts';

const methodSetting = z.strictObject({
  ResourcePath: z.string().default('/*'),
  HttpMethod: z.string().default('*'),
  ThrottlingRateLimit: z.coerce.number().min(0).optional(),
  ThrottlingBurstLimit: z.coerce.number().min(0).optional(),
  MetricsEnabled: z.unknown().optional(),
  LoggingLevel: z.unknown().optional(),
  DataTraceEnabled: z.unknown().optional(),
  CachingEnabled: z.literal(false, 'caches are not supported by the sandbox').optional(),
});

const flag = z.stringbool().or(z.boolean());

const properties = z.strictObject({
  RestApiId: z.string(),
  DeploymentId: z.string(),
  StageName: z.string().regex(/^[\w-]{1,128}$/),
  Description: z.unknown().optional(),
  TracingEnabled: flag.default(false),
  AccessLogSetting: z.strictObject({ DestinationArn: z.string(), Format: templateText }).optional(),
  MethodSettings: z.array(methodSetting).default([]),
  Variables: z.record(z.string(), z.string()).default({}),
  CacheClusterEnabled: z.literal(false, 'caches are not supported by the sandbox').optional(),
  Tags: z.unknown().optional(),
});

/** AWS::ApiGateway::Stage: Ref is its name. */
export function stageResource(store: GatewayStore): ResourceType {
  return resourceType<z.output<typeof properties>>({
    type: 'AWS::ApiGateway::Stage',
    parse: inputOf(properties, 'BadRequestException'),
    withoutEffect: {
      Description: 'it is only shown',
      'MethodSettings.MetricsEnabled': 'metrics are always kept',
      'MethodSettings.LoggingLevel':
        'there are no execution logs; the access log and the traces tell what happened',
      'MethodSettings.DataTraceEnabled': 'there are no execution logs',
      Tags: 'nothing is billed or found by tag here',
    },
    identify: ({ properties: { StageName: name } }) => ({ physicalId: name, attributes: {} }),
    provision: ({ properties: given }) => {
      const { AccessLogSetting: log } = given;
      putStage(store, {
        name: given.StageName,
        apiId: given.RestApiId,
        deploymentId: given.DeploymentId,
        tracing: given.TracingEnabled,
        throttles: given.MethodSettings.flatMap(throttleOf),
        variables: given.Variables,
        accessLog: log && { group: groupOf(log.DestinationArn), format: log.Format },
      });
    },
    remove: (name) => {
      store.remove('stage', name);
    },
  });
}

const deploymentProperties = z.strictObject({
  RestApiId: z.string(),
  Description: z.unknown().optional(),
  StageName: z.string().optional(),
});

/** AWS::ApiGateway::Deployment: nothing by itself; one with a StageName makes that stage. */
export function deploymentResource(store: GatewayStore): ResourceType {
  return resourceType<z.output<typeof deploymentProperties>>({
    type: 'AWS::ApiGateway::Deployment',
    parse: inputOf(deploymentProperties, 'BadRequestException'),
    withoutEffect: { Description: 'it is only shown' },
    identify: (request) => ({ physicalId: idOf(request), attributes: { DeploymentId: idOf(request) } }),
    provision: (request) => {
      const { RestApiId: apiId, StageName: name } = request.properties;
      if (name === undefined) return;
      const deploymentId = idOf(request);
      putStage(store, { name, apiId, deploymentId, tracing: false, throttles: [], variables: {} });
    },
    remove: () => undefined,
  });
}

/** Stages of all APIs share one address. @throws AwsError ConflictException where another API has the name */
function putStage(store: GatewayStore, stage: Stage): void {
  const known = store.find('stage', stage.name);
  if (known !== undefined && known.apiId !== stage.apiId) {
    const problem = `StageName: two APIs with a stage called ${stage.name} are not supported by the sandbox`;
    throw new AwsError('ConflictException', problem, { status: 409 });
  }
  store.put('stage', stage.name, stage);
}

/** What AWS gives an account, where a setting names only one of the two. */
const accountLimit = { ratePerSecond: 10_000, burst: 5_000 };

function throttleOf(setting: z.output<typeof methodSetting>): MethodThrottle[] {
  const { ThrottlingRateLimit: ratePerSecond, ThrottlingBurstLimit: burst } = setting;
  if (ratePerSecond === undefined && burst === undefined) return [];
  const resourcePath = setting.ResourcePath.replaceAll('~1', '/').replace(/^\/\//, '/');
  return [
    {
      resourcePath,
      httpMethod: setting.HttpMethod,
      ratePerSecond: ratePerSecond ?? accountLimit.ratePerSecond,
      burst: burst ?? accountLimit.burst,
    },
  ];
}

/** `arn:aws:logs:…:log-group:<name>`, with or without `:*`. */
function groupOf(destination: string): string {
  return (
    parseArn(destination)
      ?.resource.replace(/^log-group:/, '')
      .replace(/:\*$/, '') ?? destination
  );
}

const accountProperties = z.strictObject({ CloudWatchRoleArn: z.string().optional() });

/** AWS::ApiGateway::Account: the role for logs has no local effect, because the gateway needs none to write them. */
export function accountResource(): ResourceType {
  return resourceType<z.output<typeof accountProperties>>({
    type: 'AWS::ApiGateway::Account',
    parse: inputOf(accountProperties, 'BadRequestException'),
    withoutEffect: { CloudWatchRoleArn: 'the gateway needs no role to write its logs here' },
    identify: ({ stackName, logicalId }) => {
      const id = `${stackName}-${logicalId}`;
      return { physicalId: id, attributes: { Id: id } };
    },
    provision: () => undefined,
    remove: () => undefined,
  });
}
