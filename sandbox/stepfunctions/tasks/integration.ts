import type { Json, JsonObject } from '../../kernel/json.ts';

/** How a Task state's parameters become one AWS call, and the call's answer its result. */
export interface Integration {
  /** The service's name in IAM actions and TaskScheduled events, and the operation. */
  readonly service: string;
  readonly operation: string;
  /** What error names begin with: `DynamoDB`, `SNS`. */
  readonly errorPrefix: string;
  /** The operation's input; what it makes may name the machine and execution in `callers`. */
  readonly input: (parameters: JsonObject, callers: readonly string[]) => JsonObject;
  /** The task's result. Throws StateError where the answer itself says that it failed. */
  readonly result: (answer: Json) => Json;
}
