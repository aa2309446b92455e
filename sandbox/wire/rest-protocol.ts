import { AwsError } from '../kernel/errors.ts';
import { isObject, parseJson } from '../kernel/json.ts';
import type { Route, Service } from '../kernel/service.ts';
import { textOf } from './http.ts';
import type { WireRequest } from './http.ts';
import { jsonBody, jsonError } from './json-protocol.ts';
import type { DecodedCall, Protocol } from './protocol.ts';

interface BoundRoute {
  readonly service: Service;
  readonly route: Route;
  readonly pattern: RegExp;
  readonly names: readonly string[];
}

/** restJson: a method and a path per operation (Lambda, SES v2, X-Ray, Pipes, API Gateway management). */
export function restProtocol(services: readonly Service[]): Protocol {
  const routes = services.flatMap((service) =>
    (service.wire.routes ?? []).map((route) => bind(service, route)),
  );
  return {
    decode: (request) => {
      const [path = '', query = ''] = request.path.split('?', 2);
      for (const bound of routes) {
        if (bound.route.method !== request.method) continue;
        const match = bound.pattern.exec(path);
        if (match !== null) return decodedCall(bound, { request, match, query });
      }
      return undefined;
    },
  };
}

function bind(service: Service, route: Route): BoundRoute {
  const names: string[] = [];
  const pattern = route.path.replaceAll(/\{(\w+)(\+?)\}/g, (_whole, name: string, greedy: string) => {
    names.push(name);
    return greedy === '+' ? '(.+)' : '([^/]+)';
  });
  return { service, route, names, pattern: new RegExp(`^${pattern}/?$`) };
}

interface Match {
  readonly request: WireRequest;
  readonly match: RegExpExecArray;
  readonly query: string;
}

function decodedCall({ service, route, names }: BoundRoute, { request, match, query }: Match): DecodedCall {
  const input: Record<string, unknown> = { __proto__: null, ...bodyMembers(route, request) };
  for (const [name, value] of new URLSearchParams(query)) input[name] = value;
  names.forEach((name, index) => {
    input[name] = decode(match[index + 1] ?? '');
  });
  for (const [header, member] of Object.entries(route.headers ?? {})) {
    const value = request.headers[header];
    if (value !== undefined) input[member] = value;
  }
  const contentType = 'application/json';
  return {
    service: service.name,
    operation: route.operation,
    input,
    encode: (output, requestId) => {
      const { status, headers, body } = route.encode?.(output) ?? {
        status: 200,
        headers: {},
        body: jsonBody(output),
      };
      return {
        status,
        headers: { 'content-type': contentType, 'x-amzn-requestid': requestId, ...headers },
        body,
      };
    },
    encodeError: (error, requestId) => jsonError({ error, requestId, contentType }),
  };
}

function bodyMembers(route: Route, request: WireRequest): Readonly<Record<string, unknown>> {
  const text = textOf(request.body);
  if (route.payload !== undefined) return { [route.payload]: text };
  if (text === '') return {};
  const body = parseJson(text);
  if (!isObject(body)) throw new AwsError('SerializationException', 'The body is no JSON object.');
  return body;
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw new AwsError('BadRequestException', 'The path is not percent-encoded correctly.');
  }
}
