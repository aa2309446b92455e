import { Worker } from 'node:worker_threads';
import { messageOf } from '../kernel/errors.ts';
import type { EnvironmentOptions } from './execution-environment.ts';
import { allowCollection } from './worker-memory.ts';
import { workerBootstrap, workerProgram } from './worker-program.ts';
import type { CallMessage, FromWorker, ToWorker, WorkerSetup } from './worker-protocol.ts';

/** How a worker thread is started. */
export interface WorkerThreadOptions extends EnvironmentOptions {
  readonly compileCache?: string | undefined;
}

/** What a worker thread reports. */
export interface WorkerEvents {
  readonly onMessage: (message: WorkerNews) => void;
  /** The thread is gone: everything that it had sent was delivered before. */
  readonly onGone: (death: Death) => void;
}

/** What a worker tells besides its calls, which are answered here. */
export type WorkerNews = Exclude<FromWorker, CallMessage | { readonly type: 'abort' }>;

/** Why a thread is gone. */
export interface Death {
  readonly cause: 'memory' | 'timeout' | 'crash' | 'exit';
  /** The exit status, or the message of a crash. */
  readonly detail: string;
}

/**
 * V8's own limit lies well above the function's: when a worker reaches it in one leap, V8 ends the whole process. The
 * function's limit is watched from outside instead (`usedMb`), which also sees buffers.
 */
const heapReserveMb = 512;

/** A third of V8's default: idle workers hold on to it. */
const youngGenerationMb = 8;

/** A thread that runs `worker.ts`; the AWS calls that it makes are answered here. */
export class WorkerThread {
  readonly #options: WorkerThreadOptions & WorkerEvents;
  readonly #worker: Worker;
  readonly #calls = new Map<number, AbortController>();
  #death: Death | undefined;

  constructor(options: WorkerThreadOptions & WorkerEvents) {
    const { target, region, logStream, compileCache, environment } = options;
    const { NODE_OPTIONS: nodeOptions, ...env } = environment;
    const setup: WorkerSetup = { target, region, logStream, compileCache, nodeOptions };
    this.#options = options;
    allowCollection();
    this.#worker = new Worker(workerBootstrap, {
      workerData: { ...setup, program: workerProgram(compileCache) },
      env,
      execArgv: [],
      name: target.name,
      resourceLimits: {
        maxOldGenerationSizeMb: target.memorySizeMb * 2 + heapReserveMb,
        maxYoungGenerationSizeMb: youngGenerationMb,
      },
    });
    this.#worker.on('message', (message: FromWorker) => {
      if (message.type === 'call') void this.#answer(message);
      else if (message.type === 'abort') this.#abandon(message.id);
      else options.onMessage(message);
    });
    this.#worker.on('error', (thrown) => {
      const isMemory = Reflect.get(Object(thrown), 'code') === 'ERR_WORKER_OUT_OF_MEMORY';
      this.#death ??= { cause: isMemory ? 'memory' : 'crash', detail: messageOf(thrown) };
    });
    this.#worker.on('exit', (code) => {
      // As with a closed socket: what is under way goes on, long polls are told to give up.
      for (const id of [...this.#calls.keys()]) this.#abandon(id);
      options.onGone(this.#death ?? { cause: 'exit', detail: String(code) });
    });
  }

  send(message: ToWorker): void {
    this.#worker.postMessage(message);
  }

  /** What the thread's heap and buffers hold, in MB; works while the thread spins. Rejects once it is gone. */
  async usedMb(): Promise<number> {
    const heap = await this.#worker.getHeapStatistics();
    return (heap.used_heap_size + heap.external_memory) / 1_048_576;
  }

  /** Ends the thread, whatever it does; `gone` follows, with this cause. */
  kill(cause: Death['cause'] = 'exit'): void {
    if (cause !== 'exit') this.#death ??= { cause, detail: '' };
    void this.#worker.terminate();
  }

  async #answer({ id, method, path, headers, body }: CallMessage): Promise<void> {
    const { handle, caller } = this.#options;
    const abort = new AbortController();
    this.#calls.set(id, abort);
    const response = await handle({ method, path, headers, body, signal: abort.signal }, caller);
    if (this.#calls.delete(id)) this.send({ type: 'answer', id, ...response });
  }

  #abandon(id: number): void {
    this.#calls.get(id)?.abort();
    this.#calls.delete(id);
  }
}
