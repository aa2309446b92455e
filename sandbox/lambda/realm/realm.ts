import { AsyncLocalStorage } from 'node:async_hooks';
import { inProcessClientConfig } from '../../wire/client-config.ts';
import type { InProcessClientConfig } from '../../wire/client-config.ts';
import type { WireRequest, WireResponse } from '../../wire/http.ts';
import { DefectError } from '../../kernel/errors.ts';
import { leanClient } from '../lean-client.ts';
import { clientConfigHook } from '../worker-calls.ts';
import { captureOutput } from '../worker-output.ts';
import type { OutputSink } from '../worker-output.ts';
import { virtualRetries } from './virtual-retries.ts';

/** Where a function finds time, ids and waiting when a host supplies them; absent on AWS and in workers. */
export const hostHook = Symbol.for('serverless-sandbox.host');

/** What surrounds the code of one function while it runs in this realm. */
export interface Surroundings extends OutputSink {
  readonly region: string;
  /** Its environment variables; it may change them. */
  readonly environment: Record<string, string>;
  readonly send: (request: WireRequest) => Promise<WireResponse>;
  /** Uniform in [0, 1). */
  readonly fraction: () => number;
  readonly newId: () => string;
  readonly sleep: (ms: number) => Promise<void>;
}

const current = new AsyncLocalStorage<Surroundings>();
let isInstalled = false;

/** Runs code of a function, and everything that follows from it, in its surroundings. */
export function surroundedBy<Result>(surroundings: Surroundings, work: () => Result): Result {
  if (!isInstalled) install();
  return current.run(surroundings, work);
}

/**
 * Changes what a function may touch of this realm, once and for good. Each change asks whether a function is running
 * and is what it was before where none is, so the rest of the process notices nothing.
 */
function install(): void {
  isInstalled = true;
  const host = {
    now: () => here().now(),
    newId: () => here().newId(),
    sleep: (ms: number) => here().sleep(ms),
  };
  defineForFunctions(clientConfigHook, () => clientConfig(here().region));
  defineForFunctions(hostHook, () => host);
  replaceEnvironment();
  captureOutput(() => current.getStore());
  // The AWS SDK makes its client tokens with this; they are stored with the request.
  const ownId = crypto.randomUUID.bind(crypto);
  crypto.randomUUID = () => (current.getStore()?.newId() as ReturnType<typeof ownId> | undefined) ?? ownId(); // a UUID is a text of that form
}

function here(): Surroundings {
  const surroundings = current.getStore();
  if (surroundings === undefined) throw new DefectError('no function is running in this realm');
  return surroundings;
}

/** A member of `globalThis` that functions see; what others put there is theirs. */
function defineForFunctions(name: symbol, value: () => unknown): void {
  let others: unknown;
  Object.defineProperty(globalThis, name, {
    configurable: true,
    get: () => (current.getStore() === undefined ? others : value()),
    set: (given: unknown) => {
      others = given;
    },
  });
}

/** Settings for SDK clients that outlive one invocation: each call goes where its own invocation belongs. */
function clientConfig(region: string): InProcessClientConfig {
  const config = inProcessClientConfig(region, (request) => here().send(request));
  return {
    ...config,
    ...leanClient,
    ...virtualRetries({ sleep: (ms) => here().sleep(ms), fraction: () => here().fraction() }),
  };
}

function replaceEnvironment(): void {
  const own = process.env;
  const visible = (): Record<string, string | undefined> => current.getStore()?.environment ?? own;
  process.env = new Proxy(own, {
    get: (_, name) => Reflect.get(visible(), name) as unknown, // Reflect.get answers any
    set: (_, name, value) => Reflect.set(visible(), name, value),
    has: (_, name) => Reflect.has(visible(), name),
    deleteProperty: (_, name) => Reflect.deleteProperty(visible(), name),
    ownKeys: () => Reflect.ownKeys(visible()),
    getOwnPropertyDescriptor: (_, name) => Reflect.getOwnPropertyDescriptor(visible(), name),
  });
}
