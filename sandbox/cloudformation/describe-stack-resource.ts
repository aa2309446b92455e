import * as z from 'zod';
import { AwsError } from '../kernel/errors.ts';
import { inputOf } from '../kernel/input.ts';
import { operation } from '../kernel/operation.ts';
import type { Operation } from '../kernel/operation.ts';
import { Timestamp } from '../kernel/timestamp.ts';
import { resourceShape } from './resource-shape.ts';
import { stackPermission } from './stack-permission.ts';
import type { StackStore } from './stack-store.ts';

const parse = inputOf(
  z.strictObject({ StackName: z.string(), LogicalResourceId: z.string() }),
  'ValidationError',
);

/** DescribeStackResource: one resource by its logical id. */
export function describeStackResource(stacks: StackStore): Operation {
  return operation({
    name: 'DescribeStackResource',
    kind: 'read',
    parse,
    permissions: (input, place) => stackPermission('DescribeStackResource', place, input.StackName),
    run: (input) => {
      const { StackName: name, LogicalResourceId: logicalId } = input;
      const stack = stacks.get(name);
      const row = stacks.resources(stack.name).find((candidate) => candidate.logical_id === logicalId);
      if (row === undefined) {
        throw new AwsError('ValidationError', `Resource ${logicalId} does not exist for stack ${stack.name}`);
      }
      return {
        StackResourceDetail: {
          StackName: stack.name,
          StackId: stack.id,
          ...resourceShape(row),
          LastUpdatedTimestamp: new Timestamp(row.updated_at),
        },
      };
    },
  });
}
