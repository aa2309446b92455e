import type { Clock } from '../../kernel/clock.ts';
import { AwsError } from '../../kernel/errors.ts';
import type { Ground } from '../../kernel/ground.ts';
import type { Caller } from '../../kernel/operation.ts';
import { arn } from '../../kernel/place.ts';
import type { WireResponse } from '../../wire/http.ts';
import type { Integration, LambdaIntegration, MockIntegration } from '../definition/integration.ts';
import { renderResponse } from '../definition/written-response.ts';
import type { Exchange } from './exchange.ts';
import { proxyEvent } from './proxy-event.ts';
import { proxyResponse } from './proxy-response.ts';
import { GatewayError } from './refusal.ts';

/** One call of a function by the gateway. */
export interface FunctionCall {
  /** Name or ARN. */
  readonly functionName: string;
  /** The event, as JSON text. */
  readonly payload: string;
  readonly traceHeader?: string | undefined;
  /** apigateway.amazonaws.com on behalf of the method: the function's permissions name it. */
  readonly caller: Caller;
}

/** Invokes a function and waits for it. Throws AwsError where it could not be invoked. */
export type InvokeFunction = (
  call: FunctionCall,
) => Promise<{ readonly payload: string; readonly functionError?: string }>;

/** Lets the method's integration answer. @throws GatewayError */
export async function integrate(
  ground: Ground,
  invoke: InvokeFunction,
  { integration, exchange }: { integration: Integration; exchange: Exchange },
): Promise<WireResponse> {
  const startedAt = ground.clock.now();
  try {
    return integration.type === 'mock'
      ? mockResponse(integration, exchange)
      : proxyResponse(await callFunction(ground, invoke, { integration, exchange }), exchange);
  } finally {
    exchange.integrationMs = ground.clock.now() - startedAt;
  }
}

async function callFunction(
  ground: Ground,
  invoke: InvokeFunction,
  { integration, exchange }: { integration: LambdaIntegration; exchange: Exchange },
): Promise<string> {
  const { trace } = exchange;
  const answer = invoke({
    functionName: integration.functionArn,
    payload: proxyEvent(exchange),
    caller: { principal: 'apigateway.amazonaws.com', sourceArn: methodArn(ground, exchange) },
    traceHeader: trace.header,
  });
  try {
    const { payload, functionError } = await within(ground.clock, integration.timeoutMs, answer);
    if (functionError !== undefined) throw new GatewayError('integrationFailed');
    return payload;
  } catch (thrown) {
    if (thrown instanceof GatewayError) throw thrown;
    if (thrown instanceof AwsError) {
      throw new GatewayError(thrown.code === 'RequestTooLargeException' ? 'largeBody' : 'integrationFailed');
    }
    ground.report('apigateway integration', thrown);
    throw new GatewayError('integrationFailed');
  }
}

function methodArn({ place }: Ground, { stage, request }: Exchange): string {
  return arn(place, 'execute-api', `${stage.apiId}/${stage.name}/${request.httpMethod}${request.path}`);
}

/** The answer, unless it takes too long; the function itself goes on, as on AWS. */
function within<Answer>(clock: Clock, ms: number, answer: Promise<Answer>): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const cancel = clock.after(ms, () => {
      reject(new GatewayError('integrationTimedOut'));
    });
    answer.then(resolve, reject).finally(cancel);
  });
}

function mockResponse({ responses, statusCode }: MockIntegration, { variables }: Exchange): WireResponse {
  const selected = [...responses].find(
    ([selection]) => selection !== 'default' && new RegExp(`^(?:${selection})$`).test(String(statusCode)),
  );
  const response = selected?.[1] ?? responses.get('default');
  if (response === undefined) throw new GatewayError('noMockResponse');
  return renderResponse(response, variables, { status: 200, template: '' });
}
