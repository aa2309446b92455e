import * as z from 'zod';
import type { Ground } from '../kernel/ground.ts';
import { inputOf } from '../kernel/input.ts';
import { operation } from '../kernel/operation.ts';
import type { Operation } from '../kernel/operation.ts';
import { Timestamp } from '../kernel/timestamp.ts';
import { dashboardArn } from './dashboard-store.ts';
import type { DashboardStore } from './dashboard-store.ts';
import { badInput } from './input-shapes.ts';

const parse = inputOf(z.strictObject({ DashboardNamePrefix: z.string().optional() }), badInput);

/** ListDashboards. */
export function listDashboards({ place }: Ground, dashboards: DashboardStore): Operation {
  return operation({
    name: 'ListDashboards',
    kind: 'read',
    parse,
    permissions: () => [{ action: 'cloudwatch:ListDashboards', resource: '*' }],
    run: ({ DashboardNamePrefix = '' }) => ({
      DashboardEntries: dashboards.list(DashboardNamePrefix).map((row) => ({
        DashboardName: row.name,
        DashboardArn: dashboardArn(place, row.name),
        LastModified: new Timestamp(row.modified_at),
        Size: Buffer.byteLength(row.body),
      })),
    }),
  });
}
