import type { Ground } from '../kernel/ground.ts';
import type { ResourceType } from '../kernel/resource.ts';
import type { Service } from '../kernel/service.ts';
import type { StackPlan } from '../kernel/stack-plan.ts';
import { deploy } from './deploy.ts';
import { describeStackResources, describeStacks } from './describe-operations.ts';
import { createStackStore } from './stack-store.ts';

/** What CloudFormation is handed. */
export interface CloudFormationDependencies {
  /** URL of the front door without a trailing slash; asked at each use, because a free port is known only late. */
  readonly apiEndpoint: () => string;
}

/** CloudFormation, with the way in for plans. */
export interface CloudFormation extends Service {
  /** Brings a stack to what its plan says, in one transaction; `types` are those of all rooms. */
  readonly deploy: (plan: StackPlan, types: readonly ResourceType[]) => Promise<void>;
  /** The outputs of a stack by key, with local URLs for its APIs. */
  readonly outputs: (stackName: string) => Readonly<Record<string, string>>;
}

/** Outputs that name an API by its address on AWS name the local front door instead, so that they can be used. */
const apiUrl = /https:\/\/[a-z0-9]+\.execute-api\.[a-z0-9-]+\.amazonaws\.com(\.cn)?/g;

/** CloudFormation: holds what was deployed from the template at the start; stacks cannot be made over the wire. */
export function createCloudFormation(
  ground: Ground,
  { apiEndpoint }: CloudFormationDependencies,
): CloudFormation {
  const stacks = createStackStore(ground);
  const local = (value: string): string => value.replaceAll(apiUrl, () => apiEndpoint());
  return {
    name: 'cloudformation',
    wire: {
      query: { version: '2010-05-15', namespace: 'http://cloudformation.amazonaws.com/doc/2010-05-15/' },
    },
    operations: [describeStacks(stacks, local), describeStackResources(stacks)],
    resourceTypes: [],
    deploy: (plan, types) => deploy(ground, stacks, { plan, types }),
    outputs: (stackName) =>
      Object.fromEntries(stacks.find(stackName)?.outputs.map(({ key, value }) => [key, local(value)]) ?? []),
  };
}
