import * as z from 'zod';
import { inputOf } from '../../kernel/input.ts';
import { resourceType } from '../../kernel/resource.ts';
import type { ResourceType } from '../../kernel/resource.ts';
import type { GatewayStore } from '../gateway-store.ts';
import { idOf } from '../stable-id.ts';

const properties = z.strictObject({
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
  return resourceType<z.output<typeof properties>>({
    type: 'AWS::ApiGateway::UsagePlan',
    parse: inputOf(properties, 'BadRequestException'),
    withoutEffect: {
      UsagePlanName: 'it is only shown',
      Description: 'it is only shown',
      Tags: 'nothing is billed or found by tag here',
    },
    identify: (request) => ({ physicalId: idOf(request), attributes: { Id: idOf(request) } }),
    provision: (request) => {
      const { ApiStages: stages, Throttle: throttle, Quota: quota } = request.properties;
      const id = idOf(request);
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
