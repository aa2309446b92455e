import type { Ground } from '../kernel/ground.ts';
import type { Caller } from '../kernel/operation.ts';
import type { Delivery, Service } from '../kernel/service.ts';
import { AsyncQueue } from './async-queue.ts';
import type { LambdaDependencies } from './dependencies.ts';
import { EnvironmentPool } from './environment-pool.ts';
import { environmentStarter } from './environment-starter.ts';
import { createEventSourceStore } from './event-source-store.ts';
import { EventSources } from './event-sources.ts';
import { createFunctionStore, nameIn } from './function-store.ts';
import { invokeOperation } from './invoke.ts';
import { Invoker } from './invoker.ts';
import type { InvocationResult } from './invoker.ts';
import { createPermissionStore } from './permission-store.ts';
import { eventInvokeConfigResource } from './resources/event-invoke-config.ts';
import { eventSourceMappingResource } from './resources/event-source-mapping.ts';
import { functionResource } from './resources/function.ts';
import { permissionResource } from './resources/permission.ts';
import { lambdaWire } from './wire.ts';

/** One event for a function from a room that waits for the answer. */
export interface FunctionCall {
  /** Name or ARN. */
  readonly functionName: string;
  /** JSON text. */
  readonly payload: string;
  readonly traceHeader?: string | undefined;
  readonly caller: Caller;
}

/** The room of functions. */
export interface LambdaRoom extends Service {
  /** Runs a function and waits; throws ResourceNotFoundException, AccessDenied, TooManyRequestsException. */
  readonly invoke: (call: FunctionCall) => Promise<InvocationResult>;
  /** Starts one environment of every function, one after another, so that first calls find them warm. */
  readonly warm: () => Promise<void>;
  /** JSON text of a function's resource policy. */
  readonly policyOf: (functionArn: string) => string | undefined;
}

/** A stop waits this long for what runs; then it is ended and its work returned. */
const graceMs = 5_000;

/** AWS Lambda: built bundles in worker threads, asynchronous invocations, event source mappings. */
export function createLambda(ground: Ground, deps: LambdaDependencies): LambdaRoom {
  const { store, place, clock, random } = ground;
  // In this realm an environment costs next to nothing, and events that overlap are what a replay looks for.
  const { perFunction, patienceMs } =
    deps.realm === undefined ? { perFunction: 2 } : { perFunction: 10, patienceMs: 0 };
  const functions = createFunctionStore(store, place);
  const permissions = createPermissionStore(ground, deps.decideByResource);
  const start = environmentStarter(ground, deps);
  const pool = new EnvironmentPool({ clock, perFunction, patienceMs, start });
  const invoker = new Invoker(ground, pool, deps);
  const queue = new AsyncQueue(ground, functions, invoker);
  const sources = new EventSources({
    ...deps,
    ground,
    functions,
    invoker,
    perFunction,
    store: createEventSourceStore(store),
  });
  let isStopping = false;

  return {
    name: 'lambda',
    wire: lambdaWire,
    operations: [invokeOperation({ store, functions, invoker, queue })],
    resourceTypes: [
      functionResource(ground, functions, pool),
      eventSourceMappingResource(place, sources),
      eventInvokeConfigResource(place, functions),
      permissionResource(place, permissions),
    ],
    invoke: async ({ functionName, payload, traceHeader, caller }) => {
      const target = functions.find(functionName);
      permissions.admit(target, caller);
      return invoker.invoke({ target, payload, traceHeader });
    },
    warm: async () => {
      for (const target of functions.list()) if (!isStopping) await pool.warm(target);
    },
    policyOf: (reference) => permissions.policyOf(nameIn(reference, place).name),
    receive: ({ target, body, caller, traceHeader }: Delivery) => {
      const found = functions.find(target);
      permissions.admit(found, caller);
      queue.add({ functionName: found.name, payload: body, requestId: random.uuid(), traceHeader });
    },
    start: () => {
      queue.start();
      sources.start();
    },
    stop: async () => {
      isStopping = true;
      await Promise.all([queue.stop(), sources.stop()]);
      await Promise.race([pool.drain(), new Promise<void>((resolve) => void clock.after(graceMs, resolve))]);
      await pool.close();
      await Promise.all([queue.settled(), sources.settled()]);
      await invoker.settled();
    },
  };
}
