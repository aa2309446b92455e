import { bytesOf } from '../../wire/http.ts';
import type { WireRequest } from '../../wire/http.ts';

/** A request as the front door sees it. */
export interface GatewayRequest {
  readonly httpMethod: string;
  /** First segment of the path. */
  readonly stageName: string;
  /** The rest as sent, beginning with a slash, without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Every header line, as spelt by the client. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Uint8Array | string;
  /** Bytes of the body, as they came or as they were announced: a server may have cut a long one. */
  readonly bodyBytes: number;
  readonly sourceIp: string;
  /** Bytes of the request line and the header lines. */
  readonly headBytes: number;
}

/** Takes a wire request apart; accepts whatever a client may send. */
export function gatewayRequest(request: WireRequest): GatewayRequest {
  const target = request.path.replace(/^[a-z]+:\/\/[^/?#]*/i, '');
  const mark = target.indexOf('?');
  const whole = mark < 0 ? target : target.slice(0, mark);
  const [, stageName = '', ...rest] = whole.split('/');
  const headers = request.rawHeaders ?? Object.entries(request.headers);
  return {
    httpMethod: request.method,
    stageName,
    path: `/${rest.join('/')}`,
    query: new URLSearchParams(mark < 0 ? '' : target.slice(mark + 1)),
    headers,
    body: request.body,
    bodyBytes: Math.max(bytesOf(request.body).length, Number(request.headers['content-length'] ?? 0) || 0),
    sourceIp: request.remoteAddress ?? '127.0.0.1',
    headBytes: headers.reduce(
      (sum, [name, value]) => sum + name.length + value.length + ': \r\n'.length,
      request.method.length + request.path.length + ' HTTP/1.1\r\n'.length + 1,
    ),
  };
}

/** The last value of a header, by lower-case name. */
export function headerOf({ headers }: GatewayRequest, name: string): string | undefined {
  return headers.findLast(([candidate]) => candidate.toLowerCase() === name)?.[1];
}

/** All values of a header, joined as HTTP joins them, by lower-case name. */
export function joinedHeader({ headers }: GatewayRequest, name: string): string | undefined {
  const values = headers.flatMap(([candidate, value]) => (candidate.toLowerCase() === name ? [value] : []));
  return values.length === 0 ? undefined : values.join(', ');
}

/** `Text/CSV; charset=utf-8` → `text/csv`. */
export function mediaTypeOf(contentType: string | undefined): string | undefined {
  return contentType?.split(/[;,]/)[0]?.trim().toLowerCase();
}

/** Whether bodies of `contentType` travel as base64, by the API's binary media types. */
export function isBinary(contentType: string | undefined, binaryMediaTypes: readonly string[]): boolean {
  const mediaType = mediaTypeOf(contentType) ?? '';
  return binaryMediaTypes.some((type) => type === '*/*' || type.toLowerCase() === mediaType);
}
