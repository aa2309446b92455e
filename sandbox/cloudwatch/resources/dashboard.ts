import * as z from 'zod';
import { inputOf } from '../../kernel/input.ts';
import { resourceType } from '../../kernel/resource.ts';
import type { ResourceRequest, ResourceType } from '../../kernel/resource.ts';
import type { DashboardStore } from '../dashboard-store.ts';

const parse = inputOf(z.strictObject({ DashboardName: z.string().optional(), DashboardBody: z.string() }));

type Properties = ReturnType<typeof parse>;

/** AWS::CloudWatch::Dashboard: Ref is the name. */
export function dashboardResource(dashboards: DashboardStore): ResourceType {
  return resourceType({
    type: 'AWS::CloudWatch::Dashboard',
    withoutEffect: {},
    parse,
    identify: (request) => ({ physicalId: nameOf(request), attributes: {} }),
    provision: (request) => {
      dashboards.put(nameOf(request), request.properties.DashboardBody);
    },
    remove: (name) => {
      dashboards.remove(name);
    },
  });
}

function nameOf({ stackName, logicalId, properties }: ResourceRequest<Properties>): string {
  return properties.DashboardName ?? `${stackName}-${logicalId}`;
}
