import { isObject } from '../../kernel/json.ts';
import type { Json, JsonObject } from '../../kernel/json.ts';
import { StateError } from '../asl/errors.ts';
import { camelCase, pascalCase, renamed } from './integration.ts';
import type { Integration } from './integration.ts';
import { lambdaInvoke } from './lambda-integration.ts';

/** What a plain call adds to its answer, as far as it is known here. */
const http = { SdkHttpMetadata: { HttpStatusCode: 200 } };

/** `answer` as the result of an optimized integration. */
function withHttp(answer: Json): Json {
  return isObject(answer) ? { ...answer, ...http } : http; // isObject says Record
}

const dynamodb = (operation: string): Integration => ({
  resourceType: 'dynamodb',
  service: 'dynamodb',
  operation,
  errorPrefix: 'DynamoDB',
  input: (parameters) => parameters,
  result: withHttp,
});

/** Objects are allowed where the API wants text. */
const texted = (parameters: JsonObject, member: string): JsonObject => {
  const value = parameters[member];
  return value === undefined || typeof value === 'string'
    ? parameters
    : { ...parameters, [member]: JSON.stringify(value) };
};

const startExecution: Integration = {
  resourceType: 'states',
  service: 'states',
  operation: 'StartExecution',
  errorPrefix: 'StepFunctions',
  // Without a name of its own a start that is tried again after a crash would run twice.
  input: (parameters, { attempt }) =>
    Object.fromEntries(
      Object.entries({ Name: attempt, ...texted(parameters, 'Input') }).map(([name, value]) => [
        camelCase(name),
        value,
      ]),
    ),
  result: (answer) => withHttp(renamed(answer, pascalCase)),
};

const putEvents: Integration = {
  resourceType: 'events',
  service: 'events',
  operation: 'PutEvents',
  errorPrefix: 'EventBridge',
  input: ({ Entries, ...others }, { executionArn, stateMachineArn }) => ({
    ...others,
    Entries: Array.isArray(Entries)
      ? (Entries as readonly JsonObject[]).map((entry) => ({
          ...texted(entry, 'Detail'),
          Resources: [
            ...(Array.isArray(entry['Resources']) ? (entry['Resources'] as Json[]) : []),
            executionArn,
            stateMachineArn,
          ],
        }))
      : (Entries ?? []),
  }),
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
    resourceType: 'sns',
    service: 'sns',
    operation: 'Publish',
    errorPrefix: 'SNS',
    input: (parameters) => texted(parameters, 'Message'),
    result: withHttp,
  },
  'sqs:sendMessage': {
    resourceType: 'sqs',
    service: 'sqs',
    operation: 'SendMessage',
    errorPrefix: 'SQS',
    input: (parameters) => texted(parameters, 'MessageBody'),
    result: withHttp,
  },
  'events:putEvents': putEvents,
  'states:startExecution': startExecution,
};
