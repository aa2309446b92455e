import type { WireResponse } from '../../wire/http.ts';
import type { GatewayResponse } from '../definition/gateway-responses.ts';
import { mapped, render } from '../render.ts';
import type { Exchange } from './exchange.ts';
import type { GatewayError } from './gateway-error.ts';

const defaultTemplate = '{"message":$context.error.messageString}';

/** How the API says a refusal: by its own gateway response, by its default for 4XX or 5XX, or as AWS does by itself. */
export function refusal(error: GatewayError, { stage, variables }: Exchange): WireResponse {
  variables.set('error.message', error.message);
  variables.set('error.messageString', JSON.stringify(error.message));
  variables.set('error.responseType', error.type);
  const { gatewayResponses } = stage.definition;
  const custom: GatewayResponse | undefined =
    gatewayResponses.get(error.type) ??
    gatewayResponses.get(error.status >= 500 ? 'DEFAULT_5XX' : 'DEFAULT_4XX');
  const templates = Object.entries(custom?.templates ?? {});
  const [mediaType, template] = templates.find(([type]) => type === 'application/json') ??
    templates[0] ?? ['application/json', defaultTemplate];
  const headers = Object.entries(custom?.headers ?? {}).flatMap(([name, expression]): [string, string][] => {
    const value = mapped(expression, variables);
    return value === undefined ? [] : [[name.toLowerCase(), value]];
  });
  return {
    status: custom?.statusCode ?? error.status,
    headers: {
      'content-type': mediaType,
      'x-amzn-errortype': error.errorType,
      ...Object.fromEntries(headers),
    },
    body: render(template, variables),
  };
}
