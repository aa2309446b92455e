import { AwsError } from '../kernel/errors.ts';
import { JsonText } from '../kernel/json-text.ts';
import { isObject, parseJson } from '../kernel/json.ts';
import type { Service } from '../kernel/service.ts';
import { textOf } from './http.ts';
import type { WireResponse } from './http.ts';
import type { Protocol } from './protocol.ts';

/** awsJson 1.0 and 1.1: `POST /` with `X-Amz-Target: <prefix>.<Operation>`. */
export function jsonProtocol(services: readonly Service[]): Protocol {
  return {
    decode: (request) => {
      const target = request.headers['x-amz-target'];
      if (target === undefined) return undefined;
      const dot = target.lastIndexOf('.');
      const prefix = target.slice(0, dot);
      const service = services.find(({ wire }) => wire.target === prefix);
      const contentType = `application/x-amz-json-${service?.wire.jsonVersion ?? '1.0'}`;
      const text = textOf(request.body);
      const input = text === '' ? {} : parseJson(text);
      if (!isObject(input)) throw new AwsError('SerializationException', 'The body is no JSON object.');
      return {
        // Where nobody has the prefix, it is the name that the hub refuses.
        service: service?.name ?? `called ${prefix}`,
        operation: target.slice(dot + 1),
        input,
        encode: (output, requestId) => ({
          status: 200,
          headers: { 'content-type': contentType, 'x-amzn-requestid': requestId },
          body: jsonBody(output),
        }),
        encodeError: (error, requestId) => jsonError({ error, requestId, contentType }),
      };
    },
  };
}

/** An answer as JSON text; operations without output answer an empty object. */
export function jsonBody(output: unknown): string {
  if (output === undefined) return '{}';
  return output instanceof JsonText ? output.text : JSON.stringify(output);
}

/** An error as the JSON protocols write it. */
export function jsonError(answer: { error: AwsError; requestId: string; contentType: string }): WireResponse {
  const { error, requestId, contentType } = answer;
  return {
    status: error.status,
    headers: {
      'content-type': contentType,
      'x-amzn-requestid': requestId,
      'x-amzn-errortype': error.code,
      // Clients that grew up with the Query protocol read the old code from here.
      ...(error.queryCode === error.code
        ? {}
        : { 'x-amzn-query-error': `${error.queryCode};${error.status < 500 ? 'Sender' : 'Receiver'}` }),
    },
    body: JSON.stringify({ __type: error.code, message: error.message, ...error.details }),
  };
}
