import * as z from 'zod';
import { AwsError } from '../kernel/errors.ts';
import { inputOf } from '../kernel/input.ts';
import { operation } from '../kernel/operation.ts';
import type { Operation, Permission } from '../kernel/operation.ts';
import { arn } from '../kernel/place.ts';
import type { Place } from '../kernel/place.ts';
import { Timestamp } from '../kernel/timestamp.ts';
import type { Stack, StackStore } from './stack-store.ts';

type Shape = Readonly<Record<string, unknown>>;

/** What a caller needs to read a stack, given by name or ARN, or all of them. */
function permission(action: string, stack: string | undefined, place: Place): readonly Permission[] {
  const named =
    stack?.startsWith('arn:') === true ? stack : arn(place, 'cloudformation', `stack/${stack ?? '*'}/*`);
  return [{ action: `cloudformation:${action}`, resource: stack === undefined ? '*' : named }];
}

const parseStacks = inputOf(
  z.strictObject({ StackName: z.string().optional(), NextToken: z.string().optional() }),
  'ValidationError',
);

/** DescribeStacks: outputs and parameters included. @param local what an output's value is called here */
export function describeStacks(stacks: StackStore, local: (value: string) => string): Operation {
  return operation({
    name: 'DescribeStacks',
    kind: 'read',
    parse: parseStacks,
    permissions: ({ StackName: name }, place) => permission('DescribeStacks', name, place),
    run: ({ StackName: name }) => ({
      Stacks: (name === undefined ? stacks.list() : [stacks.get(name)]).map((stack) =>
        stackShape(stack, local),
      ),
    }),
  });
}

function stackShape(stack: Stack, local: (value: string) => string): Shape {
  const { description, updatedAt } = stack;
  return {
    StackId: stack.stackId,
    StackName: stack.stackName,
    Description: description === '' ? undefined : description,
    Parameters: Object.entries(stack.parameters).map(([ParameterKey, ParameterValue]) => ({
      ParameterKey,
      ParameterValue,
    })),
    CreationTime: new Timestamp(stack.createdAt),
    LastUpdatedTime: updatedAt === undefined ? undefined : new Timestamp(updatedAt),
    // A stack is written down only when it is complete.
    StackStatus: updatedAt === undefined ? 'CREATE_COMPLETE' : 'UPDATE_COMPLETE',
    DisableRollback: false,
    NotificationARNs: [],
    Capabilities: ['CAPABILITY_IAM', 'CAPABILITY_AUTO_EXPAND'],
    Outputs: stack.outputs.map((output) => ({
      OutputKey: output.key,
      OutputValue: local(output.value),
      Description: output.description,
      ExportName: output.exportName,
    })),
    Tags: [],
    EnableTerminationProtection: false,
    DriftInformation: { StackDriftStatus: 'NOT_CHECKED' },
  };
}

const parseResources = inputOf(
  z.strictObject({
    StackName: z.string().optional(),
    LogicalResourceId: z.string().optional(),
    PhysicalResourceId: z.string().optional(),
  }),
  'ValidationError',
);

/** DescribeStackResources: of a stack, or of the stack that a physical id belongs to. */
export function describeStackResources(stacks: StackStore): Operation {
  const stackOf = (id: string): Stack => {
    const owns = ({ resources }: Stack): boolean => resources.some(({ physicalId }) => physicalId === id);
    const owner = stacks.list().find(owns);
    if (owner !== undefined) return owner;
    throw new AwsError('ValidationError', `Stack for ${id} does not exist`);
  };
  return operation({
    name: 'DescribeStackResources',
    kind: 'read',
    parse: parseResources,
    permissions: ({ StackName: name }, place) => permission('DescribeStackResources', name, place),
    run: ({ StackName: name, LogicalResourceId: wanted, PhysicalResourceId: physicalId }) => {
      if ((name === undefined) === (physicalId === undefined)) {
        const message = 'Specify either StackName or PhysicalResourceId, and not both.';
        throw new AwsError('ValidationError', message);
      }
      const { stackName, stackId, resources } =
        name === undefined ? stackOf(physicalId ?? '') : stacks.get(name);
      const shown = resources.filter(({ logicalId }) => wanted === undefined || logicalId === wanted);
      return {
        StackResources: shown.map((resource) => ({
          StackName: stackName,
          StackId: stackId,
          LogicalResourceId: resource.logicalId,
          PhysicalResourceId: resource.physicalId,
          ResourceType: resource.type,
          ResourceStatus: 'CREATE_COMPLETE',
          Timestamp: new Timestamp(resource.madeAt),
          DriftInformation: { StackResourceDriftStatus: 'NOT_CHECKED' },
        })),
      };
    },
  });
}
