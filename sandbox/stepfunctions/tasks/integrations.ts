import { isObject, parseJson } from '../../kernel/json.ts';
import type { Json, JsonObject } from '../../kernel/json.ts';
import { StateError } from '../asl/errors.ts';

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

/** Parameters are the operation's input; its answer is the result, with what is known here of the HTTP exchange. */
function plainCall(service: string, operation: string, errorPrefix: string): Integration {
  return { service, operation, errorPrefix, input: (parameters) => parameters, result: withHttp };
}

function withHttp(answer: Json): Json {
  return { ...(isObject(answer) ? answer : {}), SdkHttpMetadata: { HttpStatusCode: 200 } };
}

/** Objects are allowed where the API wants text. */
function texted(parameters: JsonObject, member: string): JsonObject {
  const value = parameters[member];
  return value === undefined || typeof value === 'string'
    ? parameters
    : { ...parameters, [member]: JSON.stringify(value) };
}

/** The optimized integrations, by `<service>:<operation>` of the resource. */
export const integrations: Readonly<Record<string, Integration>> = {
  'lambda:invoke': {
    ...plainCall('lambda', 'Invoke', 'Lambda'),
    input: ({ Payload, ...others }) => ({ ...others, Payload: JSON.stringify(Payload ?? {}) }),
    result: (answer) => {
      const { StatusCode = 200, ExecutedVersion } = isObject(answer) ? answer : {};
      return {
        ...(ExecutedVersion === undefined ? {} : { ExecutedVersion }),
        Payload: payloadOf(answer),
        SdkHttpMetadata: { HttpStatusCode: StatusCode },
        StatusCode,
      };
    },
  },
  'dynamodb:getItem': plainCall('dynamodb', 'GetItem', 'DynamoDB'),
  'dynamodb:putItem': plainCall('dynamodb', 'PutItem', 'DynamoDB'),
  'dynamodb:updateItem': plainCall('dynamodb', 'UpdateItem', 'DynamoDB'),
  'dynamodb:deleteItem': plainCall('dynamodb', 'DeleteItem', 'DynamoDB'),
  'sns:publish': {
    ...plainCall('sns', 'Publish', 'SNS'),
    input: (parameters) => texted(parameters, 'Message'),
  },
  'sqs:sendMessage': {
    ...plainCall('sqs', 'SendMessage', 'SQS'),
    input: (parameters) => texted(parameters, 'MessageBody'),
  },
  'events:putEvents': {
    ...plainCall('events', 'PutEvents', 'EventBridge'),
    // PutEvents refuses what is no list.
    input: ({ Entries = [], ...others }, callers) => ({
      ...others,
      Entries: Array.isArray(Entries) ? (Entries as readonly JsonObject[]).map(eventOf(callers)) : Entries, // isArray drops readonly
    }),
    result: (answer) => {
      const { FailedEntryCount } = isObject(answer) ? answer : {};
      if (typeof FailedEntryCount !== 'number' || FailedEntryCount === 0) return withHttp(answer);
      throw new StateError('EventBridge.FailedEntry', JSON.stringify(answer));
    },
  },
};

/** An event names the execution and machine that it comes from among its resources. */
function eventOf(callers: readonly string[]): (entry: JsonObject) => JsonObject {
  return (entry) => {
    const resources = Array.isArray(entry['Resources']) ? (entry['Resources'] as readonly Json[]) : []; // isArray drops readonly
    return { ...texted(entry, 'Detail'), Resources: [...resources, ...callers] };
  };
}

/** A function's ARN as Resource: the state's input is the payload, the function's answer the result. */
export function lambdaFunction(functionArn: string): Integration {
  return {
    ...plainCall('lambda', 'Invoke', 'Lambda'),
    input: (payload) => ({ FunctionName: functionArn, Payload: JSON.stringify(payload) }),
    result: payloadOf,
  };
}

function payloadOf(answer: Json): Json {
  const { Payload: text, FunctionError: failed } = isObject(answer) ? answer : {};
  const payload = typeof text === 'string' && text !== '' ? (parseJson(text) ?? text) : null;
  if (typeof failed !== 'string') return payload;
  const { errorType } = isObject(payload) ? payload : {};
  throw new StateError(typeof errorType === 'string' ? errorType : 'Lambda.Unknown', JSON.stringify(payload));
}
