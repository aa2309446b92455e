import { isObject } from '../../kernel/json.ts';
import type { Json, JsonObject } from '../../kernel/json.ts';
import { StateError } from '../asl/errors.ts';
import type { Integration } from './integration.ts';
import { lambdaInvoke } from './lambda-integration.ts';

/** What a plain call adds to its answer, as far as it is known here. */
const http = { SdkHttpMetadata: { HttpStatusCode: 200 } };

function withHttp(answer: Json): Json {
  return isObject(answer) ? { ...answer, ...http } : http; // isObject says Record
}

/** Objects are allowed where the API wants text. */
function texted(parameters: JsonObject, member: string): JsonObject {
  const value = parameters[member];
  return value === undefined || typeof value === 'string'
    ? parameters
    : { ...parameters, [member]: JSON.stringify(value) };
}

const dynamodb = (operation: string): Integration => ({
  service: 'dynamodb',
  operation,
  errorPrefix: 'DynamoDB',
  input: (parameters) => parameters,
  result: withHttp,
});

const putEvents: Integration = {
  service: 'events',
  operation: 'PutEvents',
  errorPrefix: 'EventBridge',
  input: ({ Entries, ...others }, callers) => {
    const entries = Array.isArray(Entries) ? (Entries as readonly JsonObject[]) : []; // PutEvents refuses other things
    return {
      ...others,
      Entries: entries.map((entry) => {
        const { Resources } = entry;
        return {
          ...texted(entry, 'Detail'),
          Resources: [...(Array.isArray(Resources) ? (Resources as readonly Json[]) : []), ...callers], // isArray drops readonly
        };
      }),
    };
  },
  result: (answer) => {
    const { FailedEntryCount } = isObject(answer) ? answer : {};
    if (typeof FailedEntryCount !== 'number' || FailedEntryCount === 0) return withHttp(answer);
    throw new StateError('EventBridge.FailedEntry', JSON.stringify(answer));
  },
};

/** The optimized integrations, by `<service>:<operation>` of the resource. */
export const integrations: Readonly<Record<string, Integration>> = {
  'lambda:invoke': lambdaInvoke,
  'dynamodb:getItem': dynamodb('GetItem'),
  'dynamodb:putItem': dynamodb('PutItem'),
  'dynamodb:updateItem': dynamodb('UpdateItem'),
  'dynamodb:deleteItem': dynamodb('DeleteItem'),
  'sns:publish': {
    service: 'sns',
    operation: 'Publish',
    errorPrefix: 'SNS',
    input: (parameters) => texted(parameters, 'Message'),
    result: withHttp,
  },
  'sqs:sendMessage': {
    service: 'sqs',
    operation: 'SendMessage',
    errorPrefix: 'SQS',
    input: (parameters) => texted(parameters, 'MessageBody'),
    result: withHttp,
  },
  'events:putEvents': putEvents,
};
