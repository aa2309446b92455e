import type { JsonObject } from '../../kernel/json.ts';
import type { Exchange } from './exchange.ts';

/** The stage's segment document once the answer is known; undefined where the request is not traced. */
export function stageSegment(
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
