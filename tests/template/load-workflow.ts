import { readFileSync } from 'node:fs';
import type { Value } from './load-template.ts';

export interface Retrier {
  readonly ErrorEquals: readonly string[];
  readonly MaxAttempts?: number;
  readonly MaxDelaySeconds?: number;
  readonly JitterStrategy?: string;
}

export interface Catcher {
  readonly ErrorEquals: readonly string[];
  readonly Next: string;
  readonly ResultPath?: string;
}

export interface State {
  readonly Type: string;
  readonly Next?: string;
  readonly Default?: string;
  readonly Resource?: string;
  /** Of a Fail state. */
  readonly Error?: string;
  readonly Parameters?: Record<string, Value>;
  readonly TimeoutSeconds?: number;
  readonly ResultPath?: string | null;
  readonly Retry?: readonly Retrier[];
  readonly Catch?: readonly Catcher[];
  readonly Choices?: readonly { readonly Next: string }[];
}

export interface Workflow {
  readonly StartAt: string;
  readonly TimeoutSeconds?: number;
  readonly QueryLanguage?: string;
  readonly States: Record<string, State>;
}

export const workflowText = readFileSync(
  new URL('../../infrastructure/order-workflow.asl.json', import.meta.url),
  'utf8',
);

/** A fresh copy each time, so that a test may plant a fault in it. The rules check the shape that is claimed here. */
export const loadWorkflow = (): Workflow => JSON.parse(workflowText) as Workflow;

/** The substitution that names the function of a Lambda task, e.g. `ValidateOrderFunctionArn`. */
export function functionOf(state: State): string | undefined {
  const name = state.Parameters?.['FunctionName'];
  return typeof name === 'string' ? /^\$\{(\w+)\}$/.exec(name)?.[1] : undefined;
}

/** Every state that may follow. */
export const targetsOf = (state: State): string[] => [
  ...(state.Next === undefined ? [] : [state.Next]),
  ...(state.Default === undefined ? [] : [state.Default]),
  ...(state.Choices ?? []).map((choice) => choice.Next),
  ...(state.Catch ?? []).map((catcher) => catcher.Next),
];
