import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { isRetryable } from '../../core/kernel/faults.ts';
import { loggableError } from '../telemetry/loggable-error.ts';
import type { Telemetry } from '../telemetry/telemetry.ts';
import { type ApiAnswer, type Problem, problemAnswer, proxyResult } from './api-response.ts';

export interface ApiHandlerDeps extends Telemetry {
  readonly corsAllowOrigin: string;
}

/** Answers one request; a {@link Problem} is turned into the error's own status and body. */
export type Route = (event: APIGatewayProxyEvent) => Promise<ApiAnswer | Problem>;

/** Runs a route and makes every outcome an answer: faults never reach the client as anything but 503 or 500. */
export const apiHandler =
  (deps: ApiHandlerDeps, route: Route) =>
  async (event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> => {
    const answer = await answerSafely(deps, route, event);
    deps.metrics.publishStoredMetrics();
    return proxyResult(answer, deps.corsAllowOrigin);
  };

async function answerSafely(
  deps: ApiHandlerDeps,
  route: Route,
  event: APIGatewayProxyEvent,
): Promise<ApiAnswer> {
  const { requestId } = event.requestContext;
  try {
    const outcome = await route(event);
    if (!('code' in outcome)) return outcome;
    deps.logger.info('request refused', { code: outcome.code, requestId });
    return problemAnswer(event, outcome);
  } catch (error) {
    deps.logger.error('request failed', { fault: loggableError(error), requestId });
    return problemAnswer(event, isRetryable(error) ? unavailable : internal);
  }
}

const unavailable: Problem = {
  code: 'ServiceUnavailable',
  message: 'The service is not available at the moment; try again with the same Idempotency-Key',
};

const internal: Problem = { code: 'InternalServerError', message: 'The request could not be handled' };
