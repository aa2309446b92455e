import { isObject } from '../../kernel/json.ts';
import type { JsonObject } from '../../kernel/json.ts';
import { asObject, asText, onlyKeys } from '../shape.ts';
import { TemplateError } from '../template-error.ts';
import { implicitApi } from './api-routes.ts';
import type { ApiRoutes } from './api-routes.ts';
import { invokePermission } from './event.ts';
import type { ExpandedEvent, SamEvent } from './event.ts';
import { ref } from './generated.ts';

/** An Api event → the permission, and a route of the API unless its definition is written inline. */
export function apiEvent(event: SamEvent, routes: ApiRoutes): ExpandedEvent {
  const { properties, at, resource } = event;
  onlyKeys(properties, ['Path', 'Method', 'RestApiId', 'Auth'], at);
  const path = asText(properties['Path'] ?? '', `${at}.Path`);
  const method = asText(properties['Method'] ?? '', `${at}.Method`).toLowerCase();
  const api = apiOf(event);
  const definition = routes.api(api);
  if (definition === undefined && api !== implicitApi) {
    throw new TemplateError(`${at}.RestApiId`, `${api} is no AWS::Serverless::Api of this template`);
  }
  const auth = asObject(properties['Auth'] ?? {}, `${at}.Auth`);
  onlyKeys(auth, ['ApiKeyRequired'], `${at}.Auth`);
  const { ApiKeyRequired: needsKey } = auth;
  if (definition?.['DefinitionBody'] === undefined) {
    routes.add({
      api,
      path,
      method,
      functionId: resource.logicalId,
      at,
      needsApiKey: needsKey === undefined ? undefined : needsKey === true,
    });
  }
  const stage = definition?.['StageName'];
  const suffix = definition === undefined ? 'Prod' : typeof stage === 'string' ? stage : 'Stage';
  const principal = 'apigateway.amazonaws.com';
  const sourceArn = routeArn({ api, path, method });
  return { resources: [invokePermission(event, { principal, sourceArn, suffix })] };
}

function routeArn({ api, path, method }: { api: string; path: string; method: string }): JsonObject {
  const resource = path.replace(/(.)\/$/, '$1').replaceAll(/\{[^}]*\}/g, '*');
  const verb = method === 'any' ? '*' : method.toUpperCase();
  const base = 'arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${__ApiId__}';
  return { 'Fn::Sub': [`${base}/*/${verb}${resource}`, { __ApiId__: ref(api) }] };
}

function apiOf({ properties, at }: SamEvent): string {
  const api = properties['RestApiId'];
  if (api === undefined) return implicitApi;
  if (isObject(api) && typeof api['Ref'] === 'string') return api['Ref'];
  if (typeof api === 'string') return api;
  throw new TemplateError(`${at}.RestApiId`, 'must be a Ref to an AWS::Serverless::Api');
}
