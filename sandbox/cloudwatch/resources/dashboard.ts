import * as z from 'zod';
import { inputOf } from '../../kernel/input.ts';
import { resourceType } from '../../kernel/resource.ts';
import type { ResourceRequest, ResourceType } from '../../kernel/resource.ts';

const parse = inputOf(z.strictObject({ DashboardName: z.string().optional(), DashboardBody: z.string() }));

/** AWS::CloudWatch::Dashboard: accepted and drawn by nobody; Ref is the name. */
export function dashboardResource(): ResourceType {
  return resourceType({
    type: 'AWS::CloudWatch::Dashboard',
    withoutEffect: {
      DashboardName: 'names what nobody draws',
      DashboardBody: 'nothing draws it: the metrics that it shows can be read by GetMetricStatistics',
    },
    parse,
    identify: (request) => ({ physicalId: nameOf(request), attributes: {} }),
    provision: () => undefined,
    remove: () => undefined,
  });
}

function nameOf({ stackName, logicalId, properties }: ResourceRequest<ReturnType<typeof parse>>): string {
  return properties.DashboardName ?? `${stackName}-${logicalId}`;
}
