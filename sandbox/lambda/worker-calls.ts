import { inProcessClientConfig } from '../wire/client-config.ts';
import type { InProcessClientConfig } from '../wire/client-config.ts';
import type { WireRequest, WireResponse } from '../wire/http.ts';
import { leanClient } from './lean-client.ts';
import type { CallAnswer, FromWorker } from './worker-protocol.ts';

/** Where a function's code finds the settings for its SDK clients; absent on AWS. */
export const clientConfigHook = Symbol.for('serverless-sandbox.client-config');

/** The AWS calls of a worker, answered by its parent without a socket. */
export interface WorkerCalls {
  readonly clientConfig: InProcessClientConfig;
  /** Settles the call that the parent answered. */
  readonly answer: (answer: CallAnswer) => void;
}

/** @param post sends a message to the parent */
export function createWorkerCalls(region: string, post: (message: FromWorker) => void): WorkerCalls {
  const waiting = new Map<number, (response: WireResponse) => void>();
  let lastId = 0;

  const send = (request: WireRequest): Promise<WireResponse> =>
    new Promise((resolve, reject) => {
      const { method, path, headers, body, signal } = request;
      const id = (lastId += 1);
      const abort = (): void => {
        if (!waiting.delete(id)) return;
        post({ type: 'abort', id });
        // The SDK's retry logic knows an aborted request by this name.
        reject(new DOMException('Request aborted', 'AbortError'));
      };
      waiting.set(id, (response) => {
        signal?.removeEventListener('abort', abort);
        resolve(response);
      });
      if (signal?.aborted === true) {
        abort();
        return;
      }
      signal?.addEventListener('abort', abort, { once: true });
      post({ type: 'call', id, method, path, headers, body });
    });

  return {
    clientConfig: { ...inProcessClientConfig(region, send), ...leanClient },
    answer: ({ id, status, headers, body }) => {
      const settle = waiting.get(id);
      waiting.delete(id);
      settle?.({ status, headers, body });
    },
  };
}
