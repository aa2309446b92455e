import { renderResponse } from '../definition/written-response.ts';
import type { WireResponse } from '../../wire/http.ts';
import type { Exchange } from './exchange.ts';
import type { GatewayError } from './gateway-error.ts';

const template = '{"message":$context.error.messageString}';
const ownResponse = { statusCode: undefined, headers: [], mediaType: 'application/json', template };

/** How the API says a refusal: by its own gateway response, by its default for 4XX or 5XX, or as AWS does by itself. */
export function refusal(error: GatewayError, { stage, variables }: Exchange): WireResponse {
  variables.set('error.message', error.message);
  variables.set('error.messageString', JSON.stringify(error.message));
  variables.set('error.responseType', error.type);
  const { gatewayResponses } = stage.definition;
  const response =
    gatewayResponses.get(error.type) ??
    gatewayResponses.get(error.status >= 500 ? 'DEFAULT_5XX' : 'DEFAULT_4XX') ??
    ownResponse;
  const { status, headers, body } = renderResponse(response, variables, { status: error.status, template });
  return { status, headers: { 'x-amzn-errortype': error.errorType, ...headers }, body };
}
