import type { Ground } from '../../kernel/ground.ts';
import { textOf } from '../../wire/http.ts';
import type { WireRequest, WireResponse } from '../../wire/http.ts';
import type { ServedStages } from '../served-stages.ts';
import { admit } from './admission.ts';
import { createExchange, follow } from './exchange.ts';
import type { Exchange } from './exchange.ts';
import { gatewayRequest, headerOf, mediaTypeOf } from './gateway-request.ts';
import type { GatewayRequest } from './gateway-request.ts';
import { integrate } from './integrate.ts';
import type { InvokeFunction } from './integrate.ts';
import { createJournal } from './journal.ts';
import type { GatewaySinks } from './journal.ts';
import { createQuotas } from './quotas.ts';
import { GatewayError, refusal } from './refusal.ts';
import type { Match } from './router.ts';
import { createThrottles } from './throttle.ts';

/** Limits of REST APIs, in bytes. */
const largestBody = 10_485_760;
const largestHead = 10_240;

/** What the front door works with. */
export interface FrontDoorDependencies extends GatewaySinks {
  readonly invoke: InvokeFunction;
}

/** Serves the stages of REST APIs. */
export interface FrontDoor {
  /** Answers a request to `/<stage>/…`; never rejects. */
  readonly handle: (request: WireRequest) => Promise<WireResponse>;
  /** Resolves when logs and metrics of all answered requests are committed. */
  readonly settled: () => Promise<void>;
}

/** The front door to `stages`. */
export function createFrontDoor(
  ground: Ground,
  stages: ServedStages,
  dependencies: FrontDoorDependencies,
): FrontDoor {
  const quotas = createQuotas(ground);
  const counters = { quotas, throttles: createThrottles(ground.clock) };
  const journal = createJournal(ground, dependencies, quotas);

  const serve = async (exchange: Exchange): Promise<WireResponse> => {
    const { request, stage } = exchange;
    if (request.headBytes > largestHead) throw new GatewayError('largeHeaders');
    const match = routed(exchange);
    follow(exchange, match);
    if (request.bodyBytes > largestBody) throw new GatewayError('largeBody');
    admit(exchange, match.method, counters);
    const { acceptsBody, integration } = match.method;
    const mediaType = mediaTypeOf(headerOf(request, 'content-type'));
    if (acceptsBody?.(mediaType, textOf(request.body)) === false) throw new GatewayError('badBody');
    const response = await integrate(ground, dependencies.invoke, { integration, exchange });
    const traced = stage.tracing || exchange.trace.header !== undefined;
    return traced
      ? { ...response, headers: { ...response.headers, 'x-amzn-trace-id': `Root=${exchange.trace.root}` } }
      : response;
  };
  const answer = async (exchange: Exchange): Promise<WireResponse> => {
    try {
      return await serve(exchange);
    } catch (thrown) {
      if (thrown instanceof GatewayError) return refusal(thrown, exchange);
      ground.report('apigateway', thrown);
      return refusal(new GatewayError('defect'), exchange);
    }
  };
  return {
    handle: async (wireRequest) => {
      const request = gatewayRequest(wireRequest);
      const stage = stages.find(request.stageName);
      if (stage === undefined) return unknownStage(ground, request);
      const exchange = createExchange(ground, request, stage);
      const answered = await answer(exchange);
      const response = {
        ...answered,
        headers: {
          'x-amzn-requestid': exchange.requestId,
          'x-amz-apigw-id': exchange.extendedRequestId,
          ...answered.headers,
        },
      };
      journal.record(exchange, response);
      return response;
    },
    settled: journal.settled,
  };
}

function routed({ request, stage }: Exchange): Match {
  let match: Match | undefined;
  try {
    match = stage.route(request.httpMethod, request.path);
  } catch (thrown) {
    if (thrown instanceof URIError) throw new GatewayError('badPath');
    throw thrown;
  }
  if (match === undefined) throw new GatewayError('noSuchRoute');
  return match;
}

/** No stage, no gateway responses: AWS answers by itself. */
function unknownStage({ random }: Ground, request: GatewayRequest): WireResponse {
  const isRoot = request.stageName === '';
  return {
    status: 403,
    headers: {
      'content-type': 'application/json',
      'x-amzn-requestid': random.uuid(),
      'x-amzn-errortype': isRoot ? 'MissingAuthenticationTokenException' : 'ForbiddenException',
    },
    body: JSON.stringify({ message: isRoot ? 'Missing Authentication Token' : 'Forbidden' }),
  };
}
