import { SyntaxProblem } from '../asl/errors.ts';
import { awsSdkIntegration } from './aws-sdk-integration.ts';
import type { Integration } from './integration.ts';
import { integrations } from './integrations.ts';
import { lambdaFunction } from './lambda-integration.ts';

/** What the Resource of a Task state means. */
export interface TaskResource {
  readonly integration: Integration;
  /** A function's own ARN as Resource: such tasks have the older LambdaFunction… history events. */
  readonly functionArn?: string;
  /** As in TaskScheduled events: `invoke`, `sendMessage.waitForTaskToken`. */
  readonly resource: string;
  /** What the task waits for: the call's answer, a token that comes back, or the end of the started execution. */
  readonly waitsFor: 'answer' | 'token' | 'execution';
  /** Only for `.sync:2`: the started execution's output is given as JSON and not as text. */
  readonly parsesOutput: boolean;
}

const known = new Map<string, TaskResource>();

/** Understands a Resource. @throws SyntaxProblem for what the sandbox does not have */
export function resourceOf(text: string): TaskResource {
  let resource = known.get(text);
  if (resource === undefined) known.set(text, (resource = understand(text)));
  return resource;
}

function understand(text: string): TaskResource {
  if (/^arn:aws:lambda:[^:]+:\d+:function:[\w-]+(:[\w$-]+)?$/.test(text)) {
    const integration = lambdaFunction(text);
    return { integration, functionArn: text, resource: text, waitsFor: 'answer', parsesOutput: false };
  }
  const [, named, pattern = ''] = /^arn:aws:states:::([^.]+)(\..+)?$/.exec(text) ?? [];
  if (named === undefined) {
    const isActivity = /^arn:aws:states:.*:activity:/.test(text);
    throw new SyntaxProblem(
      isActivity
        ? `${text}: activities are not supported by the sandbox`
        : `'${text}' is no resource of a Task state`,
    );
  }
  const integration = integrationOf(named);
  const isStart = named === 'states:startExecution';
  if (!['', '.waitForTaskToken', ...(isStart ? ['.sync', '.sync:2'] : [])].includes(pattern)) {
    throw new SyntaxProblem(`${text}: the sandbox does not support '${pattern}' here`);
  }
  return {
    integration,
    resource: named.slice(named.lastIndexOf(':') + 1) + pattern,
    waitsFor: pattern === '' ? 'answer' : pattern === '.waitForTaskToken' ? 'token' : 'execution',
    parsesOutput: pattern === '.sync:2',
  };
}

function integrationOf(named: string): Integration {
  const optimized = Object.hasOwn(integrations, named) ? integrations[named] : undefined;
  if (optimized !== undefined) return optimized;
  const [prefix, service = '', operation = ''] = named.split(':');
  if (prefix === 'aws-sdk' && operation !== '') return awsSdkIntegration(service, operation);
  throw new SyntaxProblem(
    `arn:aws:states:::${named} is not supported by the sandbox; it has ${Object.keys(integrations).join(', ')} and aws-sdk`,
  );
}
