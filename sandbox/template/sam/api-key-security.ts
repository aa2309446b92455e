import type { Json, JsonObject } from '../../kernel/json.ts';
import { asList, asObject, onlyKeys } from '../shape.ts';
import type { ApiRoute } from './api-routes.ts';
import { isMethod, mapPaths } from './path-items.ts';

interface Requirement {
  readonly auth: Json | undefined;
  /** The routes made of events, which may decide for themselves. */
  readonly routes: readonly ApiRoute[];
  readonly at: string;
}

/** `Auth.ApiKeyRequired`: every method needs a key; OPTIONS too, unless AddApiKeyRequiredToCorsPreflight is false. */
export function requireApiKey(body: JsonObject, { auth, routes, at }: Requirement): JsonObject {
  const settings = asObject(auth ?? {}, at);
  onlyKeys(settings, ['ApiKeyRequired', 'AddApiKeyRequiredToCorsPreflight', 'UsagePlan'], at);
  const everywhere = settings['ApiKeyRequired'] === true;
  const onPreflight = settings['AddApiKeyRequiredToCorsPreflight'] !== false;
  if (!everywhere && !routes.some((route) => route.needsApiKey === true)) return body;

  const needsKey = (path: string, method: string): boolean => {
    const name = method === 'x-amazon-apigateway-any-method' ? 'any' : method;
    const own = routes.find((route) => route.path === path && route.method === name)?.needsApiKey;
    return own ?? (everywhere && (method !== 'options' || onPreflight));
  };
  const secured = mapPaths(body, at, (item, path) =>
    Object.fromEntries(
      Object.entries(item).map(([method, value]): [string, Json] =>
        isMethod(method) && needsKey(path, method) ? [method, withKey(value, at)] : [method, value],
      ),
    ),
  );
  const scheme = { api_key: { type: 'apiKey', name: 'x-api-key', in: 'header' } };
  if (body['swagger'] !== undefined) {
    return {
      ...secured,
      securityDefinitions: { ...asObject(body['securityDefinitions'] ?? {}, at), ...scheme },
    };
  }
  const components = asObject(body['components'] ?? {}, at);
  const schemes = { ...asObject(components['securitySchemes'] ?? {}, at), ...scheme };
  return { ...secured, components: { ...components, securitySchemes: schemes } };
}

function withKey(method: Json, at: string): Json {
  const operation = asObject(method, at);
  const security = asList(operation['security'] ?? [], at);
  const has = security.some((entry) => 'api_key' in asObject(entry, at));
  return has ? method : { ...operation, security: [...security, { api_key: [] }] };
}
