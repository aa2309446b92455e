import { deliveryPermissions } from '../kernel/delivery-permissions.ts';
import type { Ground } from '../kernel/ground.ts';
import { isObject, parseJson } from '../kernel/json.ts';
import { inSavepoint } from '../store/savepoint.ts';
import { parseArn } from '../kernel/place.ts';
import type { EventInvokeConfig } from './function-spec.ts';
import type { StoredFunction } from './function-spec.ts';
import type { InvocationResult } from './invoker.ts';

/** How an asynchronous invocation ended for good. */
export interface AsyncEnd {
  readonly target: StoredFunction;
  readonly requestId: string;
  /** JSON text of the event. */
  readonly payload: string;
  readonly condition: 'Success' | 'RetriesExhausted' | 'EventAgeExceeded';
  readonly attempts: number;
  /** Absent where the last attempt never ran. */
  readonly result?: InvocationResult;
}

/** Inside a transaction: sends AWS's record of the invocation to the destination that its end asks for. */
export function handOverFinished(ground: Ground, config: EventInvokeConfig, end: AsyncEnd): void {
  const destination = end.condition === 'Success' ? config.onSuccess : config.onFailure;
  if (destination === undefined) return;
  const { target, result } = end;
  const record = {
    version: '1.0',
    timestamp: new Date(ground.clock.now()).toISOString(),
    requestContext: {
      requestId: end.requestId,
      functionArn: `${target.arn}:$LATEST`,
      condition: end.condition,
      approximateInvokeCount: end.attempts,
    },
    requestPayload: parseJson(end.payload),
    responseContext: result && responseContext(result),
    responsePayload: result && parseJson(result.payload),
  };
  const isBus = parseArn(destination)?.service === 'events';
  const event = {
    source: 'lambda',
    'detail-type': `Lambda Function Invocation Result - ${end.condition === 'Success' ? 'Success' : 'Failure'}`,
    resources: [`${target.arn}:$LATEST`, destination],
    detail: record,
  };
  deliverSafely(ground, target, { target: destination, body: JSON.stringify(isBus ? event : record) });
}

/** Inside a transaction: sends the event itself to the function's dead-letter queue or topic. */
export function handOverToDeadLetters(
  ground: Ground,
  { target, requestId, payload, condition, result }: AsyncEnd,
): void {
  if (target.deadLetterTarget === undefined) return;
  const error = parseJson(result?.payload ?? '');
  const message = isObject(error) ? error['errorMessage'] : undefined;
  const text = (value: string): { DataType: string; StringValue: string } => ({
    DataType: 'String',
    StringValue: value.slice(0, 1_024),
  });
  deliverSafely(ground, target, {
    target: target.deadLetterTarget,
    body: payload,
    attributes: {
      RequestID: text(requestId),
      ErrorCode: { DataType: 'Number', StringValue: '200' },
      ErrorMessage: text(typeof message === 'string' && message !== '' ? message : condition),
    },
  });
}

/** The part of an on-failure record that says what the function answered. */
export function responseContext(result: InvocationResult): Readonly<Record<string, unknown>> {
  return { statusCode: 200, executedVersion: '$LATEST', functionError: result.functionError };
}

/** A destination that cannot be reached, or not with the function's role, is reported and never undoes the end. */
export function deliverSafely(
  ground: Ground,
  target: StoredFunction,
  delivery: Omit<Parameters<Ground['deliver']>[0], 'caller'>,
): void {
  const caller = { principal: target.role, sourceArn: target.arn };
  try {
    inSavepoint(ground.store, () => {
      ground.authorize(caller, deliveryPermissions(delivery.target));
      ground.deliver({ ...delivery, caller });
    });
  } catch (thrown) {
    ground.report(`lambda destination ${delivery.target}`, thrown);
  }
}
