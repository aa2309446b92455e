import type { Ground } from '../../kernel/ground.ts';
import type { JsonObject } from '../../kernel/json.ts';
import type { LogSink } from '../../kernel/log-sink.ts';
import type { MetricSink } from '../../kernel/metric-sink.ts';
import type { TraceSink } from '../../kernel/trace-sink.ts';
import { bytesOf } from '../../wire/http.ts';
import type { WireResponse } from '../../wire/http.ts';
import { stableId } from '../stable-id.ts';
import { render } from '../render.ts';
import type { Exchange } from './exchange.ts';
import type { Quotas } from './quotas.ts';

/** Where the front door writes to. */
export interface GatewaySinks {
  readonly logs: LogSink;
  readonly metrics: MetricSink;
  readonly traces?: TraceSink;
}

/** Writes down what happened, in one transaction per request, behind the answer's back. */
export interface Journal {
  record(exchange: Exchange, response: WireResponse): void;
  /** Resolves when everything recorded so far is committed. */
  settled(): Promise<void>;
}

/** A journal on the given sinks. */
export function createJournal(ground: Ground, sinks: GatewaySinks, quotas: Quotas): Journal {
  const writes = new Set<Promise<void>>();
  return {
    record: (exchange, response) => {
      const endedAt = ground.clock.now();
      const done = ground.store
        .write(() => {
          quotas.save();
          logAccess(sinks.logs, exchange, { response, endedAt });
          measure(sinks.metrics, exchange, { status: response.status, endedAt });
          const segment = stageSegment(exchange, { status: response.status, endedAt });
          if (segment !== undefined) sinks.traces?.put(segment);
        })
        .catch((thrown: unknown) => {
          ground.report('apigateway journal', thrown);
        })
        .finally(() => writes.delete(done));
      writes.add(done);
    },
    settled: async () => {
      await Promise.all(writes);
    },
  };
}

function logAccess(
  logs: LogSink,
  { stage, variables, receivedAt, integrationMs, match }: Exchange,
  { response, endedAt }: { response: WireResponse; endedAt: number },
): void {
  if (stage.accessLog === undefined) return;
  const values = new Map(variables)
    .set('status', String(response.status))
    .set('responseLatency', String(endedAt - receivedAt))
    .set('responseLength', String(bytesOf(response.body).length));
  if (integrationMs !== undefined && match?.method.integration.type === 'aws_proxy') {
    values.set('integrationLatency', String(integrationMs)).set('integration.latency', String(integrationMs));
  }
  // What is not known of a request is a dash, as on AWS.
  const message = render(stage.accessLog.format, values, '-');
  const stream = stableId(`${stage.apiId}/${stage.name}`, 32);
  logs.write({ group: stage.accessLog.group, stream, messages: [{ at: receivedAt, message }] });
}

function measure(
  metrics: MetricSink,
  { stage, receivedAt, integrationMs, match }: Exchange,
  { status, endedAt }: { status: number; endedAt: number },
): void {
  const values: [name: string, value: number, unit: string][] = [
    ['Count', 1, 'Count'],
    ['4XXError', status >= 400 && status < 500 ? 1 : 0, 'Count'],
    ['5XXError', status >= 500 ? 1 : 0, 'Count'],
    ['Latency', endedAt - receivedAt, 'Milliseconds'],
  ];
  if (integrationMs !== undefined && match?.method.integration.type === 'aws_proxy') {
    values.push(['IntegrationLatency', integrationMs, 'Milliseconds']);
  }
  for (const [name, value, unit] of values) {
    for (const dimensions of [{ ApiName: stage.apiName }, { ApiName: stage.apiName, Stage: stage.name }]) {
      metrics.put({ namespace: 'AWS/ApiGateway', name, dimensions, value, unit });
    }
  }
}

/** The stage's segment document once the answer is known; undefined where the request is not traced. */
function stageSegment(
  exchange: Exchange,
  { status, endedAt }: { status: number; endedAt: number },
): JsonObject | undefined {
  const { trace, stage, request, requestId, receivedAt } = exchange;
  if (trace.segment === undefined) return undefined;
  const { id, parentId } = trace.segment;
  return {
    id,
    trace_id: trace.root,
    ...(parentId === undefined ? {} : { parent_id: parentId }),
    name: `${stage.apiName}/${stage.name}`,
    origin: 'AWS::ApiGateway::Stage',
    start_time: receivedAt / 1_000,
    end_time: endedAt / 1_000,
    http: {
      request: {
        method: request.httpMethod,
        url: exchange.match?.method.resourcePath ?? '/',
        client_ip: request.sourceIp,
      },
      response: { status },
    },
    aws: { api_gateway: { rest_api_id: stage.apiId, stage: stage.name, request_id: requestId } },
    ...(status === 429 ? { throttle: true } : {}),
    ...(status >= 400 && status < 500 ? { error: true } : {}),
    ...(status >= 500 ? { fault: true } : {}),
  };
}
