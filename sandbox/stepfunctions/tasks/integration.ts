import type { Json, JsonObject } from '../../kernel/json.ts';

/** What an integration may know about the task that uses it. */
export interface TaskFacts {
  readonly executionArn: string;
  readonly stateMachineArn: string;
  /** The same for every try of one attempt, also after a crash: a name for what the attempt makes. */
  readonly attempt: string;
}

/** How a Task state's parameters become one AWS call, and the call's answer its result. */
export interface Integration {
  /** As in TaskScheduled events: `lambda`, `aws-sdk:sns`. */
  readonly resourceType: string;
  /** The service's name in IAM actions, and the operation. */
  readonly service: string;
  readonly operation: string;
  /** What error names begin with: `DynamoDB`, `SNS`, `Sfn`. */
  readonly errorPrefix: string;
  /** The operation's input. Throws StateError for parameters that make no sense. */
  readonly input: (parameters: JsonObject, facts: TaskFacts) => JsonObject;
  /** The task's result. Throws StateError where the answer itself says that it failed. */
  readonly result: (answer: Json) => Json;
}

/** An object's members with the first letters of their names changed, at every depth. */
export function renamed(value: Json, rename: (name: string) => string): Json {
  if (Array.isArray(value)) return (value as readonly Json[]).map((item) => renamed(item, rename)); // isArray drops readonly
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [rename(name), renamed(member, rename)]),
  );
}

/** `StateMachineArn` → `stateMachineArn` */
export const camelCase = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1);

/** `stateMachineArn` → `StateMachineArn` */
export const pascalCase = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);
