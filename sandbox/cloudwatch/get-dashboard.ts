import * as z from 'zod';
import type { Ground } from '../kernel/ground.ts';
import { inputOf } from '../kernel/input.ts';
import { operation } from '../kernel/operation.ts';
import type { Operation } from '../kernel/operation.ts';
import { dashboardArn } from './dashboard-store.ts';
import type { DashboardStore } from './dashboard-store.ts';
import { badInput } from './input-shapes.ts';

const parse = inputOf(z.strictObject({ DashboardName: z.string() }), badInput);

/** GetDashboard. */
export function getDashboard({ place }: Ground, dashboards: DashboardStore): Operation {
  return operation({
    name: 'GetDashboard',
    kind: 'read',
    parse,
    permissions: ({ DashboardName }) => [
      { action: 'cloudwatch:GetDashboard', resource: dashboardArn(place, DashboardName) },
    ],
    run: ({ DashboardName }) => {
      const { name, body } = dashboards.get(DashboardName);
      return { DashboardArn: dashboardArn(place, name), DashboardName: name, DashboardBody: body };
    },
  });
}
