import { Agent, request as httpRequest } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import type { Connection } from 'serverless-sandbox';

/** A request as it goes out: nothing is normalised, so that hostile ones arrive as they were meant. */
export interface ApiRequest {
  /** GET without a body, POST with one, unless said. */
  readonly method?: string;
  /** Path and query below the stage, exactly as sent. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string | string[]>>;
  readonly body?: string | Uint8Array;
  /** The system's own unless said; null sends none. */
  readonly apiKey?: string | string[] | null;
}

/** What came back, as it came. */
export interface ApiAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** Milliseconds. */
  readonly took: number;
}

/** Sends requests to a running system. */
export interface ApiSender {
  readonly send: (request: ApiRequest) => Promise<ApiAnswer>;
  readonly close: () => void;
}

/** A sender on kept-alive connections to the API of `connection`. */
export function apiSender({ apiEndpoint = '', apiKey: ownKey = '' }: Connection): ApiSender {
  const { hostname, port, pathname: stage } = new URL(apiEndpoint);
  const agent = new Agent({ keepAlive: true, maxSockets: 10 });
  const send = (request: ApiRequest): Promise<ApiAnswer> => {
    const { path, body, headers = {}, apiKey = ownKey } = request;
    const method = request.method ?? (body === undefined ? 'GET' : 'POST');
    const begun = performance.now();
    return new Promise((resolve, reject) => {
      const outgoing = httpRequest(
        {
          ...{ agent, hostname, port, method, path: stage + path },
          headers: {
            ...(body !== undefined && {
              'content-type': 'application/json',
              'content-length': Buffer.byteLength(body),
            }),
            ...(apiKey !== null && { 'x-api-key': apiKey }),
            ...headers,
          },
        },
        (answer) => {
          const chunks: Buffer[] = [];
          answer.on('data', (chunk: Buffer) => chunks.push(chunk));
          answer.on('error', reject);
          answer.on('end', () => {
            const took = performance.now() - begun;
            const text = Buffer.concat(chunks).toString();
            resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text, took });
          });
        },
      );
      outgoing.on('error', reject);
      outgoing.end(body);
    });
  };
  return {
    send,
    close: () => {
      agent.destroy();
    },
  };
}

/** The fields of a JSON object, or none where the text is something else. */
export function fieldsOf(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    // Only the presence and the types of fields are asked for afterwards.
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
