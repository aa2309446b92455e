import { AwsError, messageOf } from '../../kernel/errors.ts';
import type { Ground, InternalCall } from '../../kernel/ground.ts';
import { isObject } from '../../kernel/json.ts';
import type { Json, JsonObject } from '../../kernel/json.ts';
import { Timestamp } from '../../kernel/timestamp.ts';
import { StateError } from '../asl/errors.ts';
import type { Integration } from './integrations.ts';
import { resourceOf } from './task-resource.ts';

/** One attempt of a task, with everything that its call needs. */
export interface TaskCall {
  readonly resource: string;
  /** The state's effective input after Parameters, as JSON text. */
  readonly parameters: string;
  readonly roleArn: string;
  readonly executionArn: string;
  readonly machineArn: string;
  readonly traceHeader: string | null;
}

/** Makes the call of a task with the state machine's role. Throws StateError under the name that AWS gives. */
export async function callTask(ground: Ground, call: TaskCall): Promise<Json> {
  const { integration } = resourceOf(call.resource);
  const { service, operation } = integration;
  const { executionArn, machineArn, traceHeader } = call;
  const parameters = JSON.parse(call.parameters) as JsonObject; // written by JSON.stringify
  const input = integration.input(parameters, [executionArn, machineArn]);
  const made = { service, operation, input, caller: { principal: call.roleArn, sourceArn: executionArn } };
  const answer = await answerOf(ground, integration, traceHeader === null ? made : { ...made, traceHeader });
  return integration.result(plain(answer));
}

async function answerOf(ground: Ground, integration: Integration, call: InternalCall): Promise<unknown> {
  try {
    return await ground.call(call);
  } catch (thrown) {
    throw named(integration, thrown);
  }
}

/** Codes that no SDK models: they are reported under the service's base exception. */
const unmodelled = new Set([
  'AccessDenied',
  'AccessDeniedException',
  'ValidationException',
  'ValidationError',
]);

function named({ errorPrefix, service }: Integration, thrown: unknown): StateError {
  if (!(thrown instanceof AwsError)) return new StateError('States.TaskFailed', messageOf(thrown));
  const { code, status } = thrown;
  const cause = `${thrown.message} (Service: ${errorPrefix}; Status Code: ${String(status)}; Error Code: ${code})`;
  const base = service === 'lambda' ? 'AWSLambdaException' : `Amazon${errorPrefix}Exception`;
  const modelled = code.endsWith('Exception') ? code : `${code}Exception`;
  return new StateError(`${errorPrefix}.${unmodelled.has(code) ? base : modelled}`, cause);
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
