import * as z from 'zod';
import { inputOf } from '../../kernel/input.ts';
import { resourceType } from '../../kernel/resource.ts';
import type { ResourceRequest, ResourceType } from '../../kernel/resource.ts';
import { stableId } from '../ids.ts';
import type { KeyStore } from '../key-store.ts';

const properties = z.strictObject({
  UsagePlanName: z.string().optional(),
  Description: z.string().default(''),
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

type Properties = z.output<typeof properties>;

/** AWS::ApiGateway::UsagePlan: where its keys are good, how fast and how often. */
export function usagePlanResource(keys: KeyStore): ResourceType {
  return resourceType<Properties>({
    type: 'AWS::ApiGateway::UsagePlan',
    parse: inputOf(properties, 'BadRequestException'),
    withoutEffect: { Tags: 'nothing is billed or found by tag here' },
    identify: (request) => ({ physicalId: idOf(request), attributes: { Id: idOf(request) } }),
    provision: (request) => {
      const { stackName, logicalId, properties: given } = request;
      const { Throttle: throttle, Quota: quota } = given;
      const name = given.UsagePlanName ?? `${stackName}-${logicalId}`;
      keys.putPlan(
        { id: idOf(request), name, description: given.Description },
        {
          stages: given.ApiStages.map(({ ApiId: apiId, Stage: stage }) => ({ apiId, stage })),
          ...(throttle === undefined
            ? {}
            : { throttle: { ratePerSecond: throttle.RateLimit, burst: throttle.BurstLimit } }),
          ...(quota === undefined ? {} : { quota: { limit: quota.Limit, period: quota.Period } }),
        },
      );
    },
    remove: (id) => {
      keys.removePlan(id);
    },
  });
}

function idOf({ stackName, logicalId }: ResourceRequest<Properties>): string {
  return stableId(`${stackName}/${logicalId}`, 6);
}
