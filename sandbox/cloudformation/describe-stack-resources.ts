import * as z from 'zod';
import { AwsError } from '../kernel/errors.ts';
import { inputOf } from '../kernel/input.ts';
import { operation } from '../kernel/operation.ts';
import type { Operation } from '../kernel/operation.ts';
import { Timestamp } from '../kernel/timestamp.ts';
import { stackPermission } from './stack-permission.ts';
import type { ResourceRow, StackRow, StackStore } from './stack-store.ts';

const parse = inputOf(
  z.strictObject({
    StackName: z.string().optional(),
    LogicalResourceId: z.string().optional(),
    PhysicalResourceId: z.string().optional(),
  }),
  'ValidationError',
);

/** DescribeStackResources: of a stack, or of the stack that a physical id belongs to. */
export function describeStackResources(stacks: StackStore): Operation {
  const stackOf = (physicalId: string): StackRow => {
    const owner = stacks
      .list()
      .find(({ name }) => stacks.resources(name).some((row) => row.physical_id === physicalId));
    if (owner !== undefined) return owner;
    throw new AwsError('ValidationError', `Stack for ${physicalId} does not exist`);
  };
  return operation({
    name: 'DescribeStackResources',
    kind: 'read',
    parse,
    permissions: (input, place) => stackPermission('DescribeStackResources', place, input.StackName),
    run: (input) => {
      const { StackName: name, LogicalResourceId: logicalId, PhysicalResourceId: physicalId } = input;
      if ((name === undefined) === (physicalId === undefined)) {
        throw new AwsError(
          'ValidationError',
          'Specify either StackName or PhysicalResourceId, and not both.',
        );
      }
      const stack = name === undefined ? stackOf(physicalId ?? '') : stacks.get(name);
      const rows = stacks
        .resources(stack.name)
        .filter((row) => logicalId === undefined || row.logical_id === logicalId);
      return { StackResources: rows.map((row) => resourceShape(stack, row)) };
    },
  });
}

function resourceShape(stack: StackRow, row: ResourceRow): Readonly<Record<string, unknown>> {
  return {
    StackName: stack.name,
    StackId: stack.id,
    LogicalResourceId: row.logical_id,
    PhysicalResourceId: row.physical_id,
    ResourceType: row.type,
    ResourceStatus: 'CREATE_COMPLETE',
    Timestamp: new Timestamp(row.updated_at),
    DriftInformation: { StackResourceDriftStatus: 'NOT_CHECKED' },
  };
}
