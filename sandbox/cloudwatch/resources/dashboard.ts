import * as z from 'zod';
import { inputOf } from '../../kernel/input.ts';
import { generatedName, resourceType } from '../../kernel/resource.ts';
import type { ResourceType } from '../../kernel/resource.ts';

const parse = inputOf(z.strictObject({ DashboardName: z.string().optional(), DashboardBody: z.string() }));

/** AWS::CloudWatch::Dashboard: accepted and drawn by nobody; Ref is the name. */
export function dashboardResource(): ResourceType {
  return resourceType<ReturnType<typeof parse>>({
    type: 'AWS::CloudWatch::Dashboard',
    withoutEffect: {
      DashboardName: 'names what nobody draws',
      DashboardBody: 'nothing draws it: the metrics that it shows can be read by GetMetricStatistics',
    },
    parse,
    identify: (request) => ({
      physicalId: request.properties.DashboardName ?? generatedName(request),
      attributes: {},
    }),
    provision: () => undefined,
    remove: () => undefined,
  });
}
