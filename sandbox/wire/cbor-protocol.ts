import { decode, encode, Tagged } from 'cborg';
import { AwsError } from '../kernel/errors.ts';
import { JsonText } from '../kernel/json-text.ts';
import { isObject, parseJson } from '../kernel/json.ts';
import type { Service } from '../kernel/service.ts';
import { Timestamp } from '../kernel/timestamp.ts';
import { bytesOf } from './http.ts';
import type { WireRequest, WireResponse } from './http.ts';
import type { DecodedCall, Protocol } from './protocol.ts';

const path = /^\/service\/([^/]+)\/operation\/([^/?]+)$/;
const epochSecondsTag = 1;

/** Smithy RPC v2 CBOR: `POST /service/<Name>/operation/<Operation>`; the AWS CLI speaks it to CloudWatch. */
export function cborProtocol(services: readonly Service[]): Protocol {
  return {
    decode: (request) => {
      if (request.headers['smithy-protocol'] !== 'rpc-v2-cbor') return undefined;
      const [, target, operation] = path.exec(request.path) ?? [];
      if (target === undefined || operation === undefined) {
        throw new AwsError('UnknownOperationException', `The sandbox has no service at ${request.path}.`);
      }
      const service = services.find((candidate) => candidate.wire.target === target);
      return decodeFor(service?.name ?? `called ${target}`, operation, request);
    },
  };
}

function decodeFor(service: string, operation: string, request: WireRequest): DecodedCall {
  const bytes = bytesOf(request.body);
  const input: unknown =
    bytes.length === 0 ? {} : decode(bytes, { tags: { [epochSecondsTag]: (inner) => inner() } });
  if (!isObject(input)) throw new AwsError('SerializationException', 'The body is no CBOR map.');
  return {
    service,
    operation,
    input,
    encode: (output, requestId) => answer(200, output ?? {}, requestId),
    encodeError: (error, requestId) =>
      answer(error.status, { __type: error.code, message: error.message, ...error.details }, requestId),
  };
}

function answer(status: number, output: unknown, requestId: string): WireResponse {
  return {
    status,
    headers: {
      'content-type': 'application/cbor',
      'smithy-protocol': 'rpc-v2-cbor',
      'x-amzn-requestid': requestId,
    },
    body: encode(encodable(output)),
  };
}

function encodable(value: unknown): unknown {
  if (value instanceof Timestamp) return new Tagged(epochSecondsTag, value.ms / 1_000);
  if (value instanceof JsonText) return parseJson(value.text);
  if (Array.isArray(value)) return value.map(encodable);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, member]) =>
      member === undefined ? [] : [[key, encodable(member)]],
    ),
  );
}
