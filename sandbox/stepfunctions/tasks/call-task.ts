import { AwsError, messageOf } from '../../kernel/errors.ts';
import type { Ground } from '../../kernel/ground.ts';
import { isObject } from '../../kernel/json.ts';
import type { Json, JsonObject } from '../../kernel/json.ts';
import { Timestamp } from '../../kernel/timestamp.ts';
import { StateError } from '../asl/errors.ts';
import type { Integration, TaskFacts } from './integration.ts';
import { resourceOf } from './task-resource.ts';

/** One attempt of a task, with everything that its call needs. */
export interface TaskCall {
  readonly resource: string;
  /** The state's effective input after Parameters, as JSON text. */
  readonly parameters: string;
  readonly roleArn: string;
  readonly facts: TaskFacts;
  readonly traceHeader?: string;
}

/** Makes the call of a task with the state machine's role. Throws StateError under the name that AWS gives. */
export async function callTask(ground: Ground, call: TaskCall): Promise<Json> {
  const { integration } = resourceOf(call.resource);
  const { service, operation, result } = integration;
  const answer = await answerOf(integration, () =>
    ground.call({
      service,
      operation,
      input: integration.input(JSON.parse(call.parameters) as JsonObject, call.facts), // written by JSON.stringify
      caller: { principal: call.roleArn, sourceArn: call.facts.executionArn },
      ...(call.traceHeader === undefined ? {} : { traceHeader: call.traceHeader }),
    }),
  );
  return result(plain(answer));
}

async function answerOf(integration: Integration, make: () => Promise<unknown>): Promise<unknown> {
  try {
    return await make();
  } catch (thrown) {
    if (thrown instanceof StateError) throw thrown;
    throw named(integration, thrown);
  }
}

/** Codes that no SDK models: the optimized integrations report them under the service's base exception. */
const unmodelled = new Set([
  'AccessDenied',
  'AccessDeniedException',
  'ValidationException',
  'ValidationError',
]);

function named({ errorPrefix, resourceType }: Integration, thrown: unknown): StateError {
  if (!(thrown instanceof AwsError)) return new StateError('States.TaskFailed', messageOf(thrown));
  const { code, status } = thrown;
  const cause = `${thrown.message} (Service: ${errorPrefix}; Status Code: ${String(status)}; Error Code: ${code})`;
  if (unmodelled.has(code))
    return new StateError(`${errorPrefix}.${baseException(errorPrefix, resourceType)}`, cause);
  return new StateError(`${errorPrefix}.${code.endsWith('Exception') ? code : `${code}Exception`}`, cause);
}

function baseException(errorPrefix: string, resourceType: string): string {
  if (resourceType === 'lambda') return 'AWSLambdaException';
  return resourceType.startsWith('aws-sdk:') ? `${errorPrefix}Exception` : `Amazon${errorPrefix}Exception`;
}

/** An answer as JSON: instants become ISO 8601 text, bytes base64, absent members go. */
function plain(answer: unknown): Json {
  if (answer instanceof Timestamp) return answer.toString();
  if (answer instanceof Uint8Array) return Buffer.from(answer).toString('base64');
  if (Array.isArray(answer)) return answer.map(plain);
  if (!isObject(answer)) return (answer ?? null) as Json; // operations answer with plain data
  return Object.fromEntries(
    Object.entries(answer).flatMap(([name, value]) => (value === undefined ? [] : [[name, plain(value)]])),
  );
}
