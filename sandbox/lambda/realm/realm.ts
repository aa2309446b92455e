import { AsyncLocalStorage } from 'node:async_hooks';
import { format } from 'node:util';
import { inProcessClientConfig } from '../../wire/client-config.ts';
import type { InProcessClientConfig } from '../../wire/client-config.ts';
import type { WireRequest, WireResponse } from '../../wire/http.ts';
import { DefectError } from '../../kernel/errors.ts';
import { leanClient } from '../lean-client.ts';
import { clientConfigHook } from '../worker-calls.ts';
import { levels, prefixed } from '../worker-output.ts';
import { virtualRetries } from './virtual-retries.ts';

/** Where a function finds time, ids and waiting when a host supplies them; absent on AWS and in workers. */
export const hostHook = Symbol.for('serverless-sandbox.host');

/** What surrounds the code of one function while it runs in this realm. */
export interface Surroundings {
  readonly region: string;
  /** Its environment variables; it may change them. */
  readonly environment: Record<string, string>;
  readonly requestId: () => string | undefined;
  readonly send: (request: WireRequest) => Promise<WireResponse>;
  /** Epoch ms. */
  readonly now: () => number;
  /** Uniform in [0, 1). */
  readonly fraction: () => number;
  readonly newId: () => string;
  readonly sleep: (ms: number) => Promise<void>;
  readonly line: (text: string) => void;
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
  replaceOutput();
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

function replaceOutput(): void {
  for (const stream of [process.stdout, process.stderr]) {
    const own = stream.write.bind(stream);
    const write = (chunk: Uint8Array | string, ...rest: unknown[]): unknown => {
      const surroundings = current.getStore();
      if (surroundings === undefined) return Reflect.apply(own, stream, [chunk, ...rest]);
      const text = typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8');
      for (const line of text.split('\n')) if (line !== '') surroundings.line(line);
      const done = rest.findLast((value) => typeof value === 'function');
      if (done !== undefined) queueMicrotask(() => void Reflect.apply(done, undefined, []));
      return true;
    };
    stream.write = write as typeof stream.write; // takes and answers the same
  }
  for (const [method, level] of Object.entries(levels)) {
    // Object.entries widens the keys of a constant record to string.
    const name = method as keyof typeof levels;
    const own = console[name].bind(console);
    console[name] = (...values: unknown[]) => {
      const surroundings = current.getStore();
      if (surroundings === undefined) own(...values);
      else {
        const { now, requestId } = surroundings;
        surroundings.line(prefixed({ level, requestId: requestId(), text: format(...values), at: now() }));
      }
    };
  }
}
