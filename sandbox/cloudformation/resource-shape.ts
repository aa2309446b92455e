import { Timestamp } from '../kernel/timestamp.ts';
import type { ResourceRow, StackRow } from './stack-store.ts';

/** A resource as the List and Describe operations show it. */
export function resourceShape(row: ResourceRow): Readonly<Record<string, unknown>> {
  return {
    LogicalResourceId: row.logical_id,
    PhysicalResourceId: row.physical_id,
    ResourceType: row.type,
    ResourceStatus: 'CREATE_COMPLETE',
    DriftInformation: { StackResourceDriftStatus: 'NOT_CHECKED' },
  };
}

/** The same with its stack and time. */
export function resourceOfStack(stack: StackRow, row: ResourceRow): Readonly<Record<string, unknown>> {
  return {
    StackName: stack.name,
    StackId: stack.id,
    ...resourceShape(row),
    Timestamp: new Timestamp(row.updated_at),
  };
}
