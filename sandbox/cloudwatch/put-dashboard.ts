import * as z from 'zod';
import { inputOf } from '../kernel/input.ts';
import { operation } from '../kernel/operation.ts';
import type { Operation } from '../kernel/operation.ts';
import { dashboardArn } from './dashboard-store.ts';
import type { DashboardStore } from './dashboard-store.ts';
import { badInput } from './input-shapes.ts';

const parse = inputOf(
  z.strictObject({ DashboardName: z.string().regex(/^[\w-]{1,255}$/), DashboardBody: z.string() }),
  badInput,
);

/** PutDashboard. */
export function putDashboard(dashboards: DashboardStore): Operation {
  return operation({
    name: 'PutDashboard',
    kind: 'write',
    parse,
    permissions: ({ DashboardName }, place) => [
      { action: 'cloudwatch:PutDashboard', resource: dashboardArn(place, DashboardName) },
    ],
    run: ({ DashboardName, DashboardBody }) => {
      dashboards.put(DashboardName, DashboardBody);
      return { DashboardValidationMessages: [] };
    },
  });
}
