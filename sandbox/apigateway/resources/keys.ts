import * as z from 'zod';
import type { Ground } from '../../kernel/ground.ts';
import { inputOf } from '../../kernel/input.ts';
import { generatedName, resourceType } from '../../kernel/resource.ts';
import type { ResourceType } from '../../kernel/resource.ts';
import type { GatewayStore } from '../gateway-store.ts';
import { idOf } from '../stable-id.ts';

const keyProperties = z.strictObject({
  Name: z.string().optional(),
  Description: z.string().default(''),
  Enabled: z.stringbool().or(z.boolean()).default(false),
  Value: z.string().min(20).max(128).optional(),
  StageKeys: z.unknown().optional(),
  GenerateDistinctId: z.unknown().optional(),
  Tags: z.unknown().optional(),
});

/** Random bytes of a generated key: 40 characters, as long as AWS's. */
const keyBytes = 30;

/** AWS::ApiGateway::ApiKey: a key without a Value gets one when it is first made, and keeps it. */
export function apiKeyResource(store: GatewayStore, { random, clock }: Ground): ResourceType {
  return resourceType<z.output<typeof keyProperties>>({
    type: 'AWS::ApiGateway::ApiKey',
    parse: inputOf(keyProperties, 'BadRequestException'),
    withoutEffect: {
      StageKeys: 'usage plans decide where a key is good, as on AWS for keys of usage plans',
      GenerateDistinctId: 'id and value always differ',
      Tags: 'nothing is billed or found by tag here',
    },
    identify: (request) => ({ physicalId: idOf(request), attributes: { APIKeyId: idOf(request) } }),
    provision: (request, { physicalId: id }) => {
      const { Name, Description: description, Enabled: enabled, Value } = request.properties;
      const known = store.find('key', id);
      store.put('key', id, {
        id,
        name: Name ?? generatedName(request),
        description,
        enabled,
        value: Value ?? known?.value ?? random.secret(keyBytes),
        createdAt: known?.createdAt ?? clock.now(),
      });
    },
    remove: (id) => {
      store.remove('key', id);
    },
  });
}

const planProperties = z.strictObject({
  UsagePlanName: z.unknown().optional(),
  Description: z.unknown().optional(),
  ApiStages: z.array(z.strictObject({ ApiId: z.string(), Stage: z.string() })).default([]),
  Throttle: z
    .strictObject({ RateLimit: z.coerce.number().min(0), BurstLimit: z.coerce.number().int().min(0) })
    .optional(),
  Quota: z
    .strictObject({
      Limit: z.coerce.number().int().min(0),
      Period: z.enum(['DAY', 'WEEK', 'MONTH']),
      Offset: z.literal(0, 'an offset is not supported by the sandbox').optional(),
    })
    .optional(),
  Tags: z.unknown().optional(),
});

/** AWS::ApiGateway::UsagePlan: where its keys are good, how fast and how often. */
export function usagePlanResource(store: GatewayStore): ResourceType {
  return resourceType<z.output<typeof planProperties>>({
    type: 'AWS::ApiGateway::UsagePlan',
    parse: inputOf(planProperties, 'BadRequestException'),
    withoutEffect: {
      UsagePlanName: 'it is only shown',
      Description: 'it is only shown',
      Tags: 'nothing is billed or found by tag here',
    },
    identify: (request) => ({ physicalId: idOf(request), attributes: { Id: idOf(request) } }),
    provision: ({ properties }, { physicalId: id }) => {
      const { ApiStages: stages, Throttle: throttle, Quota: quota } = properties;
      store.put('plan', id, {
        id,
        stages: stages.map(({ ApiId: apiId, Stage: stage }) => ({ apiId, stage })),
        throttle: throttle && { ratePerSecond: throttle.RateLimit, burst: throttle.BurstLimit },
        quota: quota && { limit: quota.Limit, period: quota.Period },
      });
    },
    remove: (id) => {
      store.remove('plan', id);
    },
  });
}

const planKeyProperties = z.strictObject({
  KeyId: z.string(),
  KeyType: z.literal('API_KEY'),
  UsagePlanId: z.string(),
});

/** AWS::ApiGateway::UsagePlanKey: puts a key into a plan. */
export function usagePlanKeyResource(store: GatewayStore): ResourceType {
  return resourceType<z.output<typeof planKeyProperties>>({
    type: 'AWS::ApiGateway::UsagePlanKey',
    parse: inputOf(planKeyProperties, 'BadRequestException'),
    withoutEffect: {},
    identify: ({ properties: { KeyId, UsagePlanId } }) => {
      const id = `${KeyId}:${UsagePlanId}`;
      return { physicalId: id, attributes: { Id: id } };
    },
    provision: ({ properties: { KeyId: keyId, UsagePlanId: planId } }, { physicalId }) => {
      store.put('planKey', physicalId, { keyId, planId });
    },
    remove: (id) => {
      store.remove('planKey', id);
    },
  });
}
