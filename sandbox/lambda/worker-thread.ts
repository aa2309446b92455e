import { Worker } from 'node:worker_threads';
import { messageOf } from '../kernel/errors.ts';
import type { Caller } from '../kernel/operation.ts';
import type { WireRequest, WireResponse } from '../wire/http.ts';
import { allowCollection } from './worker-memory.ts';
import { workerBootstrap, workerProgram } from './worker-program.ts';
import type { CallMessage, EndMessage, FromWorker, ToWorker, WorkerSetup } from './worker-protocol.ts';

/** How a worker thread is started. */
export interface WorkerThreadOptions {
  readonly setup: WorkerSetup;
  readonly environment: Readonly<Record<string, string>>;
  /** Who the function's calls are made by. */
  readonly caller: Caller;
  readonly handle: (request: WireRequest, caller: Caller) => Promise<WireResponse>;
  readonly on: WorkerEvents;
}

/** What a worker thread reports. */
export interface WorkerEvents {
  readonly ready: () => void;
  /** The bundle could not be loaded; JSON text of the error. */
  readonly unready: (payload: string) => void;
  readonly line: (text: string) => void;
  readonly end: (end: EndMessage) => void;
  /** The thread is gone: everything that it had sent was delivered before. */
  readonly gone: (death: Death) => void;
}

/** Why a thread is gone. */
export interface Death {
  readonly cause: 'memory' | 'crash' | 'exit';
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
  readonly #options: WorkerThreadOptions;
  readonly #worker: Worker;
  readonly #calls = new Map<number, AbortController>();
  #death: Death | undefined;

  constructor(options: WorkerThreadOptions) {
    const { setup, environment, on } = options;
    const { NODE_OPTIONS: nodeOptions, ...env } = environment;
    this.#options = options;
    allowCollection();
    this.#worker = new Worker(workerBootstrap, {
      workerData: { ...setup, nodeOptions, program: workerProgram(setup.compileCache) },
      env,
      execArgv: [],
      name: setup.functionName,
      resourceLimits: {
        maxOldGenerationSizeMb: setup.memorySizeMb * 2 + heapReserveMb,
        maxYoungGenerationSizeMb: youngGenerationMb,
      },
    });
    this.#worker.on('message', (message: FromWorker) => {
      this.#receive(message);
    });
    this.#worker.on('error', (thrown) => {
      const isMemory = Reflect.get(Object(thrown), 'code') === 'ERR_WORKER_OUT_OF_MEMORY';
      this.#death ??= { cause: isMemory ? 'memory' : 'crash', detail: messageOf(thrown) };
    });
    this.#worker.on('exit', (code) => {
      // As with a closed socket: what is under way goes on, long polls are told to give up.
      for (const id of [...this.#calls.keys()]) this.#abandon(id);
      on.gone(this.#death ?? { cause: 'exit', detail: String(code) });
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

  #receive(message: FromWorker): void {
    const { on } = this.#options;
    switch (message.type) {
      case 'ready':
        on.ready();
        break;
      case 'unready':
        on.unready(message.payload);
        break;
      case 'log':
        on.line(message.text);
        break;
      case 'call':
        void this.#answer(message);
        break;
      case 'abort':
        this.#abandon(message.id);
        break;
      case 'end':
        on.end(message);
        break;
    }
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
