import * as z from 'zod';
import type { Json, JsonObject } from '../../kernel/json.ts';
import { asList, asObject, map, shaped } from '../shape.ts';
import type { ApiRoute } from './function-events.ts';
import { beside, picked, ref } from './generated.ts';
import type { Generated, SamResource } from './generated.ts';
import { merged } from './globals.ts';
import { isMethod, mapPaths } from './path-items.ts';

const passedToPlan = ['Description', 'Quota', 'Throttle', 'UsagePlanName'];

const usagePlanSchema = z.strictObject({
  CreateUsagePlan: z.enum(['PER_API', 'NONE'], {
    error: ({ input }) =>
      input === 'SHARED' ? 'SHARED is not supported by the sandbox' : 'must be PER_API or NONE',
  }),
  Description: z.unknown().optional(),
  Quota: z.unknown().optional(),
  Tags: z.unknown().optional(),
  Throttle: z.unknown().optional(),
  UsagePlanName: z.unknown().optional(),
});

const authSchema = z
  .strictObject({
    ApiKeyRequired: z.boolean('must be true or false').default(false),
    AddApiKeyRequiredToCorsPreflight: z.boolean('must be true or false').default(true),
    UsagePlan: map.optional(),
  })
  .default({ ApiKeyRequired: false, AddApiKeyRequiredToCorsPreflight: true });

function authOf({ declaration, at }: SamResource): z.output<typeof authSchema> {
  return shaped(authSchema, declaration.properties['Auth'], `${at}.Auth`);
}

/**
 * `Auth.ApiKeyRequired`: every method needs a key; OPTIONS too, unless AddApiKeyRequiredToCorsPreflight is false.
 * @param routes those made of events, which may decide for themselves
 */
export function requireApiKey(
  body: JsonObject,
  resource: SamResource,
  routes: readonly ApiRoute[],
): JsonObject {
  const { ApiKeyRequired: everywhere, AddApiKeyRequiredToCorsPreflight: onPreflight } = authOf(resource);
  if (!everywhere && !routes.some((route) => route.needsApiKey === true)) return body;
  const at = `${resource.at}.Auth`;
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
  const isSwagger = body['swagger'] !== undefined;
  return merged(
    secured,
    isSwagger ? { securityDefinitions: scheme } : { components: { securitySchemes: scheme } },
  );
}

function withKey(method: Json, at: string): Json {
  const operation = asObject(method, at);
  const security = asList(operation['security'] ?? [], at);
  const has = security.some((entry) => 'api_key' in asObject(entry, at));
  return has ? method : { ...operation, security: [...security, { api_key: [] }] };
}

/** `Auth.UsagePlan` → `<Api>UsagePlan`, `<Api>ApiKey` and `<Api>UsagePlanKey`. */
export function usagePlan(resource: SamResource, stage: string): Generated[] {
  const { logicalId } = resource;
  const { UsagePlan: plan } = authOf(resource);
  if (plan === undefined) return [];
  const { CreateUsagePlan } = shaped(usagePlanSchema, plan, `${resource.at}.Auth.UsagePlan`);
  if (CreateUsagePlan === 'NONE') return [];
  const [planId, keyId] = [`${logicalId}UsagePlan`, `${logicalId}ApiKey`];
  return [
    beside(resource, planId, {
      type: 'AWS::ApiGateway::UsagePlan',
      dependsOn: [logicalId],
      properties: {
        ...picked(plan, passedToPlan),
        ApiStages: [{ ApiId: ref(logicalId), Stage: ref(stage) }],
      },
    }),
    beside(resource, keyId, {
      type: 'AWS::ApiGateway::ApiKey',
      dependsOn: [planId],
      properties: { Enabled: true, StageKeys: [{ RestApiId: ref(logicalId), StageName: ref(stage) }] },
    }),
    beside(resource, `${logicalId}UsagePlanKey`, {
      type: 'AWS::ApiGateway::UsagePlanKey',
      dependsOn: [keyId],
      properties: { KeyId: ref(keyId), KeyType: 'API_KEY', UsagePlanId: ref(planId) },
    }),
  ];
}
