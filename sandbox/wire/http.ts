/** A request as it came over a socket, or from a worker without one. */
export interface WireRequest {
  readonly method: string;
  /** Path and query exactly as sent. */
  readonly path: string;
  /** By lower-case name; repeated headers are joined with a comma. */
  readonly headers: Readonly<Record<string, string>>;
  /** Every header line in order, with the client's own spelling; absent for calls without a socket. */
  readonly rawHeaders?: readonly (readonly [name: string, value: string])[];
  readonly body: Uint8Array | string;
  readonly remoteAddress?: string;
  /** Aborted when the client goes away before its answer. */
  readonly signal?: AbortSignal | undefined;
}

/** What goes back. */
export interface WireResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: Uint8Array | string;
}

/** The body as text. */
export function textOf(body: Uint8Array | string): string {
  return typeof body === 'string'
    ? body
    : Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8');
}

/** The body as bytes. */
export function bytesOf(body: Uint8Array | string): Uint8Array {
  return typeof body === 'string' ? Buffer.from(body, 'utf8') : body;
}
