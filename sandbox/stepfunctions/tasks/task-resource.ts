import { parsedOnce } from '../../kernel/parsed-once.ts';
import { SyntaxProblem } from '../asl/errors.ts';
import { integrations, lambdaFunction } from './integrations.ts';
import type { Integration } from './integrations.ts';

/** What the Resource of a Task state means. */
export interface TaskResource {
  readonly integration: Integration;
  /** A function's own ARN as Resource: such tasks have the older LambdaFunction… history events. */
  readonly functionArn?: string;
  /** As in TaskScheduled events: `invoke`, `sendMessage.waitForTaskToken`. */
  readonly resource: string;
  /** The task ends when its token comes back, and not with the call's answer. */
  readonly waitsForToken: boolean;
}

/** Understands a Resource. @throws SyntaxProblem for what the sandbox does not have */
export const resourceOf = parsedOnce(understand);

function understand(text: string): TaskResource {
  if (/^arn:aws:lambda:[^:]+:\d+:function:[\w-]+(:[\w$-]+)?$/.test(text)) {
    return { integration: lambdaFunction(text), functionArn: text, resource: text, waitsForToken: false };
  }
  const [, named = '', pattern = ''] = /^arn:aws:states:::([^.]+)(\..+)?$/.exec(text) ?? [];
  const integration = Object.hasOwn(integrations, named) ? integrations[named] : undefined;
  if (integration === undefined) {
    const has = Object.keys(integrations).join(', ');
    throw new SyntaxProblem(`${text} is not supported by the sandbox, which has functions and ${has}`);
  }
  if (pattern !== '' && pattern !== '.waitForTaskToken') {
    throw new SyntaxProblem(`${text}: '${pattern}' is not supported by the sandbox`);
  }
  return {
    integration,
    resource: named.slice(named.indexOf(':') + 1) + pattern,
    waitsForToken: pattern !== '',
  };
}
