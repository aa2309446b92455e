import type { Clock } from '../kernel/clock.ts';
import type { JsonObject } from '../kernel/json.ts';
import type { LogEntry } from '../kernel/log-sink.ts';
import type { MetricDatum } from '../kernel/metric-sink.ts';
import { testCloud } from '../testing.ts';
import type { TestCloud } from '../testing.ts';
import { textOf } from '../wire/http.ts';
import type { WireRequest } from '../wire/http.ts';
import type { FunctionCall, InvokeFunction } from './door/integrate.ts';
import { createApiGateway } from './service.ts';
import type { ApiGateway } from './service.ts';

/** What a test decides about its gateway. */
export interface TestGatewayOptions {
  /** Members of the OpenAPI document; `paths` at least. */
  readonly body: JsonObject;
  readonly api?: JsonObject;
  readonly stage?: JsonObject;
  /** Properties of a usage plan; without it there is neither plan nor key. */
  readonly plan?: JsonObject;
  readonly invoke?: InvokeFunction;
  readonly clock?: Clock;
  readonly directory?: string;
}

/** A gateway with one API behind the stage `prod`, and what it wrote. */
export interface TestGateway {
  readonly cloud: TestCloud;
  readonly gateway: ApiGateway;
  readonly calls: readonly FunctionCall[];
  readonly logs: readonly LogEntry[];
  readonly metrics: readonly MetricDatum[];
  readonly segments: readonly JsonObject[];
  /** Sends a request and gives the answer with its body as text. */
  readonly send: (request: Partial<WireRequest>) => Promise<Answer>;
  /** Waits for logs and metrics. */
  readonly settled: () => Promise<void>;
}

/** An answer of the gateway. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: string;
}

/** Makes the gateway and provisions its API, as a deployment would. */
export async function testGateway(options: TestGatewayOptions): Promise<TestGateway> {
  const calls: FunctionCall[] = [];
  const logs: LogEntry[] = [];
  const metrics: MetricDatum[] = [];
  const segments: JsonObject[] = [];
  const invoke: InvokeFunction = (call) => {
    calls.push(call);
    return options.invoke?.(call) ?? Promise.resolve({ payload: '{"statusCode":200,"body":"{}"}' });
  };
  const rooms: ApiGateway[] = [];
  const cloud = testCloud({
    rooms: (ground) => {
      const sinks = {
        logs: { write: (entry: LogEntry) => logs.push(entry) },
        metrics: { put: (datum: MetricDatum) => metrics.push(datum) },
        traces: { put: (segment: JsonObject) => segments.push(segment) },
      };
      rooms.push(createApiGateway(ground, { invoke, ...sinks }));
      return rooms;
    },
    ...options,
  });
  const [gateway] = rooms;
  if (gateway === undefined) throw new TypeError('testCloud asks for the rooms at once');
  await cloud.ground.store.write(() => {
    provision(gateway, options);
  });
  return {
    cloud,
    gateway,
    calls,
    logs,
    metrics,
    segments,
    send: async (request) => {
      const { status, headers, body } = await gateway.handle({
        method: 'GET',
        path: '/prod/',
        headers: {},
        body: '',
        ...request,
      });
      return { status, headers, body: textOf(body) };
    },
    settled: async () => {
      await gateway.stop?.();
    },
  };
}

function provision(gateway: ApiGateway, { body, api, stage, plan }: TestGatewayOptions): void {
  const make = (type: string, logicalId: string, properties: JsonObject): string => {
    const found = gateway.resourceTypes.find((candidate) => candidate.type === `AWS::ApiGateway::${type}`);
    const planned = found?.plan({ stackName: 'demo', logicalId, properties });
    planned?.provision();
    return planned?.physicalId ?? '';
  };
  const apiId = make('RestApi', 'Api', { Name: 'things', Body: { openapi: '3.0.1', ...body }, ...api });
  const deployment = make('Deployment', 'Deployment', { RestApiId: apiId });
  make('Stage', 'Stage', { RestApiId: apiId, DeploymentId: deployment, StageName: 'prod', ...stage });
  if (plan === undefined) return;
  const planId = make('UsagePlan', 'Plan', { ApiStages: [{ ApiId: apiId, Stage: 'prod' }], ...plan });
  const keyId = make('ApiKey', 'Key', { Enabled: true });
  make('UsagePlanKey', 'PlanKey', { KeyId: keyId, KeyType: 'API_KEY', UsagePlanId: planId });
}

/** An `aws_proxy` method on the function `fn`. */
export function lambdaMethod(more: JsonObject = {}): JsonObject {
  return {
    responses: {},
    'x-amazon-apigateway-integration': {
      type: 'aws_proxy',
      httpMethod: 'POST',
      uri: 'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:000000000000:function:fn/invocations',
    },
    ...more,
  };
}
