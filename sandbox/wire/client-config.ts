import { bytesOf } from './http.ts';
import type { WireRequest, WireResponse } from './http.ts';

/** The request as the AWS SDK for JavaScript v3 hands it to a request handler (duck-typed: its package is internal). */
export interface SdkRequest {
  readonly method: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, string | readonly string[] | null>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** SDK v3 client settings that lead its calls past sockets and signatures, straight to `send`. */
export interface InProcessClientConfig {
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly endpoint: string;
  readonly requestHandler: { handle(request: SdkRequest, options?: unknown): Promise<{ response: unknown }> };
  readonly signer: { sign<Request>(request: Request): Promise<Request> };
}

/** Settings for `new DynamoDBClient(config)` and its like; `send` answers a wire request. */
export function inProcessClientConfig(
  region: string,
  send: (request: WireRequest) => Promise<WireResponse>,
): InProcessClientConfig {
  return {
    region,
    // The SDK insists on credentials before it asks the signer, which then signs nothing.
    credentials: { accessKeyId: 'in-process', secretAccessKey: 'in-process' },
    endpoint: 'http://in-process',
    signer: { sign: (request) => Promise.resolve(request) },
    requestHandler: {
      handle: async (request, options) => {
        const response = await send(wireRequest(request, options));
        return {
          response: {
            statusCode: response.status,
            headers: response.headers,
            body: bytesOf(response.body),
          },
        };
      },
    },
  };
}

function wireRequest(request: SdkRequest, options: unknown): WireRequest {
  return {
    method: request.method,
    path: request.path + queryString(request.query ?? {}),
    headers: Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name.toLowerCase(), value]),
    ),
    body: bodyOf(request.body),
    signal: abortSignalOf(options),
  };
}

function bodyOf(body: unknown): Uint8Array | string {
  return typeof body === 'string' || body instanceof Uint8Array ? body : '';
}

function queryString(query: NonNullable<SdkRequest['query']>): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (typeof value === 'string') parameters.append(name, value);
    else for (const item of value ?? ['']) parameters.append(name, item);
  }
  return parameters.size === 0 ? '' : `?${parameters.toString()}`;
}

function abortSignalOf(options: unknown): AbortSignal | undefined {
  if (typeof options !== 'object' || options === null || !('abortSignal' in options)) return undefined;
  return options.abortSignal instanceof AbortSignal ? options.abortSignal : undefined;
}
