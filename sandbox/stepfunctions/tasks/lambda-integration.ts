import { isObject, parseJson } from '../../kernel/json.ts';
import type { Json } from '../../kernel/json.ts';
import { StateError } from '../asl/errors.ts';
import type { Integration } from './integration.ts';

/** `arn:aws:states:::lambda:invoke`: the result is the answer of Invoke with its Payload parsed. */
export const lambdaInvoke: Integration = {
  service: 'lambda',
  operation: 'Invoke',
  errorPrefix: 'Lambda',
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
};

/** A function's ARN as Resource: the state's input is the payload, the function's answer the result. */
export function lambdaFunction(functionArn: string): Integration {
  return {
    ...lambdaInvoke,
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
