import * as z from 'zod';
import { inputOf } from '../kernel/input.ts';
import { operation } from '../kernel/operation.ts';
import type { Operation } from '../kernel/operation.ts';
import { Timestamp } from '../kernel/timestamp.ts';
import { stackPermission } from './stack-permission.ts';
import type { OutputRow, StackRow, StackStore } from './stack-store.ts';

const parse = inputOf(
  z.strictObject({ StackName: z.string().optional(), NextToken: z.string().optional() }),
  'ValidationError',
);

/** DescribeStacks: outputs and parameters included. */
export function describeStacks(stacks: StackStore, local: (value: string) => string): Operation {
  const outputShape = (row: OutputRow): Readonly<Record<string, unknown>> => ({
    OutputKey: row.key,
    OutputValue: local(row.value),
    Description: row.description ?? undefined,
    ExportName: row.export_name ?? undefined,
  });
  const stackShape = (stack: StackRow): Readonly<Record<string, unknown>> => {
    // The column holds a map of texts, written by this room.
    const parameters = JSON.parse(stack.parameters) as Readonly<Record<string, string>>;
    return {
      StackId: stack.id,
      StackName: stack.name,
      Description: stack.description === '' ? undefined : stack.description,
      Parameters: Object.entries(parameters).map(([ParameterKey, ParameterValue]) => ({
        ParameterKey,
        ParameterValue,
      })),
      CreationTime: new Timestamp(stack.created_at),
      LastUpdatedTime: stack.updated_at === null ? undefined : new Timestamp(stack.updated_at),
      // A stack is written down only when it is complete.
      StackStatus: stack.updated_at === null ? 'CREATE_COMPLETE' : 'UPDATE_COMPLETE',
      DisableRollback: false,
      NotificationARNs: [],
      Capabilities: ['CAPABILITY_IAM', 'CAPABILITY_AUTO_EXPAND'],
      Outputs: stacks.outputs(stack.name).map(outputShape),
      Tags: [],
      EnableTerminationProtection: false,
      DriftInformation: { StackDriftStatus: 'NOT_CHECKED' },
    };
  };
  return operation({
    name: 'DescribeStacks',
    kind: 'read',
    parse,
    permissions: (input, place) => stackPermission('DescribeStacks', place, input.StackName),
    run: (input) => ({
      Stacks: (input.StackName === undefined ? stacks.list() : [stacks.get(input.StackName)]).map(stackShape),
    }),
  });
}
