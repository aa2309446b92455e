import { createRequire, enableCompileCache, flushCompileCache } from 'node:module';
import { performance } from 'node:perf_hooks';
import { getHeapStatistics } from 'node:v8';
import { parentPort, workerData } from 'node:worker_threads';
import { DefectError } from '../kernel/errors.ts';
import { contextOf, exposeTrace, resultText } from './runtime.ts';
import { errorLog, errorPayload, RuntimeFailure } from './runtime-error.ts';
import { clientConfigHook, createWorkerCalls } from './worker-calls.ts';
import { loadHandler } from './worker-handler.ts';
import type { Handler } from './worker-handler.ts';
import { keepSmall } from './worker-memory.ts';
import { captureOutput, prefixed } from './worker-output.ts';
import type { FromWorker, InvokeMessage, ToWorker, WorkerSetup } from './worker-protocol.ts';

/**
 * Lambda's Node.js runtime inside a worker thread: imports the bundle once, then handles one event at a time. The
 * environment was set by the parent; nothing of the parent's own is visible here.
 */
// The parent starts this file with exactly this data.
const setup = workerData as WorkerSetup;
const port = parentPort;
if (port === null) throw new DefectError('worker.ts runs only as a worker thread');

const post = (message: FromWorker): void => {
  port.postMessage(message);
};
const log = (text: string): void => {
  post({ type: 'log', text });
};
const output = { write: log, requestId: () => current?.requestId, now: () => new Date().getTime() };
const calls = createWorkerCalls(setup.region, post);
let current: { readonly requestId: string; readonly startedAt: number } | undefined;

captureOutput(() => output);
Object.assign(globalThis, { [clientConfigHook]: calls.clientConfig });
if (setup.compileCache !== undefined) enableCompileCache(setup.compileCache);
if (setup.nodeOptions?.includes('--enable-source-maps') === true) process.setSourceMapsEnabled(true);

// A bundle that imports node:http makes Node load its whole `fetch` (2 MB, 18 ms) for the sake of these names, which are
// global as well.
const http: object = createRequire(import.meta.url)('node:http') as object; // a module is an object
for (const name of ['WebSocket', 'CloseEvent', 'MessageEvent']) Reflect.deleteProperty(http, name);

process.on('uncaughtException', (thrown) => {
  endFatally('Uncaught Exception', thrown);
});
process.on('unhandledRejection', (reason) => {
  const failure = new RuntimeFailure('Runtime.UnhandledPromiseRejection', String(reason), { cause: reason });
  endFatally('Unhandled Promise Rejection', failure);
});

try {
  const handler = await loadHandler(setup.target.codeDirectory, setup.target.handler);
  if (setup.compileCache !== undefined) flushCompileCache();
  const hasWorked = keepSmall();
  port.on('message', (message: ToWorker) => {
    if (message.type === 'answer') calls.answer(message);
    else void handle(handler, message).then(hasWorked);
  });
  post({ type: 'ready' });
} catch (thrown) {
  logError('Uncaught Exception', thrown);
  post({ type: 'unready', payload: JSON.stringify(errorPayload(thrown)) });
}

async function handle(handler: Handler, message: InvokeMessage): Promise<void> {
  const invocation = { requestId: message.requestId, startedAt: performance.now() };
  current = invocation;
  const endsAt = invocation.startedAt + message.timeoutMs;
  exposeTrace(process.env, message.traceHeader);
  try {
    const context = contextOf({ ...setup, ...message, remainingMs: () => endsAt - performance.now() });
    const result = await handler(JSON.parse(message.event), context);
    end({ payload: resultText(result), failed: false });
  } catch (thrown) {
    logError('Invoke Error', thrown);
    end({ payload: JSON.stringify(errorPayload(thrown)), failed: true });
  }
}

function end(outcome: {
  readonly payload: string;
  readonly failed: boolean;
  readonly fatal?: boolean;
}): void {
  const heap = getHeapStatistics();
  const used = heap.total_heap_size + heap.malloced_memory + heap.external_memory;
  post({
    type: 'end',
    fatal: false,
    ...outcome,
    durationMs: current === undefined ? 0 : performance.now() - current.startedAt,
    usedMemoryMb: Math.ceil(used / 1_048_576),
  });
}

function endFatally(kind: string, thrown: unknown): void {
  logError(kind, thrown);
  end({ payload: JSON.stringify(errorPayload(thrown)), failed: true, fatal: true });
}

function logError(kind: string, thrown: unknown): void {
  log(prefixed(output, 'ERROR', `${kind} \t${errorLog(thrown)}`));
}
