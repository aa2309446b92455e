import * as z from 'zod';
import { inputOf } from '../kernel/input.ts';
import { operation } from '../kernel/operation.ts';
import type { Operation } from '../kernel/operation.ts';
import { dashboardArn } from './dashboard-store.ts';
import type { DashboardStore } from './dashboard-store.ts';
import { badInput } from './input-shapes.ts';

const parse = inputOf(z.strictObject({ DashboardNames: z.array(z.string()).min(1) }), badInput);

/** DeleteDashboards: all or none. */
export function deleteDashboards(dashboards: DashboardStore): Operation {
  return operation({
    name: 'DeleteDashboards',
    kind: 'write',
    parse,
    permissions: ({ DashboardNames }, place) =>
      DashboardNames.map((name) => ({
        action: 'cloudwatch:DeleteDashboards',
        resource: dashboardArn(place, name),
      })),
    run: ({ DashboardNames }) => {
      for (const name of DashboardNames) dashboards.remove(dashboards.get(name).name);
    },
  });
}
