import { AwsError } from '../kernel/errors.ts';
import type { Ground } from '../kernel/ground.ts';
import { createRoomPump } from '../kernel/pump.ts';
import type { Pump, PumpNext } from '../kernel/pump.ts';
import type { FunctionStore } from './function-store.ts';
import type { Invoker } from './invoker.ts';
import type { EventSource } from './event-source-store.ts';

/** What every reader is made of. */
export interface ReaderDependencies {
  readonly ground: Ground;
  readonly mapping: EventSource;
  readonly functions: FunctionStore;
  readonly invoker: Invoker;
  /** Whether a record fits the mapping's filters. */
  readonly isWanted: (record: unknown) => boolean;
  /** Environments that a function has at most: more batches at a time would only wait while their visibility runs out. */
  readonly perFunction: number;
}

/** A running mapping: it reads in turns, and hands batches to the function beside them. */
export abstract class EventSourceReader {
  readonly #name: string;
  readonly #report: Ground['report'];
  readonly #pump: Pump;
  readonly #batches = new Set<Promise<void>>();
  #stopListening = (): void => undefined;

  constructor({ ground, mapping }: ReaderDependencies) {
    this.#name = `event source ${mapping.sourceArn}`;
    this.#report = ground.report;
    this.#pump = createRoomPump(ground, this.#name, () => this.turn());
  }

  /** Calls `wake` whenever there may be something to read; answers the way to stop that. */
  protected abstract listen(wake: () => void): () => void;

  protected abstract turn(): Promise<PumpNext> | PumpNext;

  start(): void {
    const wake = (): void => {
      this.#pump.wake();
    };
    this.#stopListening = this.listen(wake);
    wake();
  }

  /** Takes no further batch. */
  async stop(): Promise<void> {
    this.#stopListening();
    await this.#pump.stop();
  }

  /** Resolves when no batch is with the function. */
  async settled(): Promise<void> {
    await Promise.all(this.#batches);
  }

  /** Batches that are with the function. */
  protected get underWay(): number {
    return this.#batches.size;
  }

  /** Another turn follows when the function is done with this batch. */
  protected follow(batch: Promise<void>): void {
    const done = batch
      .catch((thrown: unknown) => {
        // A throttled batch is read again later, as on AWS.
        if (!(thrown instanceof AwsError) || thrown.status !== 429) this.#report(this.#name, thrown);
      })
      .finally(() => {
        this.#batches.delete(done);
        this.#pump.wake();
      });
    this.#batches.add(done);
  }
}
