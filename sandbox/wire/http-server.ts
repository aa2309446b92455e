import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { messageOf, SandboxError } from '../kernel/errors.ts';
import type { WireRequest, WireResponse } from './http.ts';

/** What a server does with requests. */
export interface ServerOptions {
  /** 0 means any free port. */
  readonly port: number;
  /** The start option that chooses the port, for the advice when it is taken. */
  readonly portOption: string;
  /** Bytes; a longer body is answered 413 before it is read, or cut. */
  readonly largestBody: number;
  /** Whether a longer body is cut and handed on: to a handler that has an answer of its own for what is too large. */
  readonly cutsLargeBodies?: boolean;
  /** Whether requests that a web page of another origin makes are refused. */
  readonly refusesWebPages?: boolean;
  readonly handle: (request: WireRequest) => Promise<WireResponse>;
  readonly report: (where: string, thrown: unknown) => void;
}

/** A listening server. */
export interface RunningServer {
  readonly port: number;
  /** Takes no new request, lets open ones end for a moment, then closes every connection. */
  stop(): Promise<void>;
}

/** Slow senders are cut off after this long, whether in their headers or in their body. */
const receiveTimeoutMs = 10_000;
/** Milliseconds for a client to send what is not wanted any more. */
const lingerMs = 2_000;
/** Open requests get this long at a stop. */
const stopGraceMs = 3_000;

/**
 * Listens on 127.0.0.1 alone.
 * @throws SandboxError when the port is taken
 */
export async function listen(options: ServerOptions): Promise<RunningServer> {
  const server = createServer(
    {
      headersTimeout: receiveTimeoutMs,
      requestTimeout: receiveTimeoutMs,
      connectionsCheckingInterval: 1_000,
      keepAliveTimeout: 60_000,
      maxHeaderSize: 32_768,
      requireHostHeader: false,
    },
    (request, response) => {
      const isListening = (): boolean => server.listening;
      answer(request, response, { ...options, isListening }).catch((thrown: unknown) => {
        // A client that goes away in the middle of its own request is no fault.
        if (request.complete) options.report('http', thrown);
        response.destroy();
      });
    },
  );
  server.on('clientError', refuseMalformed);
  server.on('checkExpectation', (_request, response) => {
    send(response, refusal(417, 'ExpectationFailed', 'The only expectation that is met is 100-continue.'));
  });
  await bind(server, options);
  // With a listening TCP server, Node always gives an address record.
  const { port } = server.address() as AddressInfo;
  return { port, stop: () => close(server) };
}

function bind(server: Server, { port, portOption }: ServerOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (thrown) => {
      const taken = 'code' in thrown && thrown.code === 'EADDRINUSE';
      const advice = `choose another with ${portOption} (0 takes any free one)`;
      const why = taken
        ? `Port ${String(port)} is in use`
        : `Port ${String(port)} cannot be used (${messageOf(thrown)})`;
      reject(new SandboxError(`${why}; ${advice}.`));
    });
    server.listen({ port, host: '127.0.0.1' }, resolve);
  });
}

async function answer(
  message: IncomingMessage,
  response: ServerResponse,
  options: ServerOptions & { readonly isListening: () => boolean },
): Promise<void> {
  if (!namesThisMachine(message)) {
    // A web page that re-binds its own name to 127.0.0.1 must not reach the sandbox.
    send(response, refusal(403, 'Forbidden', 'The Host header must name this machine, e.g. 127.0.0.1.'));
    return;
  }
  if (options.refusesWebPages === true && comesFromWebPage(message)) {
    send(response, refusal(403, 'Forbidden', 'Web pages of other origins may not call this endpoint.'));
    return;
  }
  const body = await readBody(message, options.largestBody);
  if (body.isCut && options.cutsLargeBodies !== true) {
    send(
      response,
      refusal(413, 'PayloadTooLarge', `The body is larger than ${String(options.largestBody)} bytes.`),
    );
    return;
  }
  const gone = new AbortController();
  response.once('close', () => {
    gone.abort();
  });
  const answered = await options.handle(wireRequest(message, body.bytes, gone.signal));
  // While the server stops, a connection that is kept alive would bring ever more requests.
  if (body.isCut || !options.isListening()) response.setHeader('connection', 'close');
  send(response, answered);
}

function wireRequest(message: IncomingMessage, body: Uint8Array, signal: AbortSignal): WireRequest {
  const headers: Record<string, string> = {};
  const rawHeaders: [string, string][] = [];
  for (let index = 0; index + 1 < message.rawHeaders.length; index += 2) {
    const [name = '', value = ''] = message.rawHeaders.slice(index, index + 2);
    rawHeaders.push([name, value]);
    const key = name.toLowerCase();
    headers[key] = headers[key] === undefined ? value : `${headers[key]}, ${value}`;
  }
  return {
    method: message.method ?? 'GET',
    path: message.url ?? '/',
    headers,
    rawHeaders,
    body,
    remoteAddress: message.socket.remoteAddress ?? '127.0.0.1',
    signal,
  };
}

/** The body, or its beginning where it is too large. Rejects when the client goes away in the middle. */
async function readBody(
  message: IncomingMessage,
  largest: number,
): Promise<{ bytes: Uint8Array; isCut: boolean }> {
  if (Number(message.headers['content-length'] ?? 0) > largest)
    return { bytes: new Uint8Array(), isCut: true };
  const chunks: Uint8Array[] = [];
  let size = 0;
  // Leaving the loop early would destroy the socket before the answer is out.
  for await (const chunk of message.iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array>) {
    size += chunk.length;
    chunks.push(chunk);
    if (size > largest) return { bytes: Buffer.concat(chunks), isCut: true };
  }
  return { bytes: Buffer.concat(chunks), isCut: false };
}

function send(response: ServerResponse, { status, headers, body }: WireResponse): void {
  if (response.destroyed) return;
  response.statusCode = status;
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  if (response.req.complete) response.end(body);
  else sendEarly(response, body);
}

/**
 * Answers who is still sending. To end it at once would reset the connection, and the client might never read the
 * answer: it is written whole, and ended when the client has sent everything or has had time enough.
 */
function sendEarly(response: ServerResponse, body: WireResponse['body']): void {
  const { req: request } = response;
  response.setHeader('content-length', Buffer.byteLength(body));
  response.flushHeaders();
  response.write(body);
  const end = (): void => {
    clearTimeout(limit);
    response.end();
  };
  const limit = setTimeout(end, lingerMs);
  request.once('close', end);
  request.once('end', end);
  request.resume();
}

function refusal(status: number, error: string, message: string): WireResponse {
  return {
    status,
    headers: { 'content-type': 'application/json', connection: 'close' },
    body: JSON.stringify({ error, message }),
  };
}

const localHost = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?$/i;

/** Of several Host headers none may be another's: which one counts is read differently by different programs. */
function namesThisMachine({ headersDistinct: { host = [] } }: IncomingMessage): boolean {
  return host.length > 0 && host.every((name) => localHost.test(name));
}

const localOrigin = /^https?:\/\/(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?$/i;

/** Browsers say where a request comes from; every other client says nothing. */
function comesFromWebPage({ headersDistinct: headers }: IncomingMessage): boolean {
  const { origin = [], 'sec-fetch-site': site = [] } = headers;
  return (
    origin.some((name) => !localOrigin.test(name)) ||
    site.some((name) => name !== 'none' && name !== 'same-origin')
  );
}

function refuseMalformed(thrown: Error, socket: Socket): void {
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  const timedOut = 'code' in thrown && thrown.code === 'ERR_HTTP_REQUEST_TIMEOUT';
  const line = timedOut ? '408 Request Timeout' : '400 Bad Request';
  const body = JSON.stringify({
    error: timedOut ? 'RequestTimeout' : 'BadRequest',
    message: 'The request is malformed.',
  });
  socket.end(
    `HTTP/1.1 ${line}\r\ncontent-type: application/json\r\ncontent-length: ${String(Buffer.byteLength(body))}\r\n` +
      `connection: close\r\n\r\n${body}`,
  );
}

async function close(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => {
    server.close(() => {
      resolve();
    });
  });
  server.closeIdleConnections();
  const force = setTimeout(() => {
    server.closeAllConnections();
  }, stopGraceMs);
  await closed;
  clearTimeout(force);
}
