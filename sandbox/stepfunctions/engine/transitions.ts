import { runtimeError } from '../asl/errors.ts';
import type { Execution } from '../executions.ts';
import { mostEvents } from '../history.ts';
import { advance } from './driver.ts';
import { failExecution } from './end-execution.ts';
import type { Frame } from './frame.ts';
import { Run } from './run.ts';
import type { EngineParts } from './run.ts';
import { Visit } from './visit.ts';

/** A frame of an execution. */
export interface FrameKey {
  readonly execution: number;
  readonly path: string;
}

/** What has to happen once a transaction is committed. */
export interface EngineEffects {
  /** The frame's task is to be called. */
  readonly launch: (run: Run, frame: Frame) => void;
  /** Something goes on by itself at this time (epoch ms). */
  readonly dueAt: (at: number) => void;
}

/** How an execution is taken up inside a transaction and left again, whatever happens to it in between. */
export class Transitions {
  readonly #parts: EngineParts;
  readonly #effects: EngineEffects;

  constructor(parts: EngineParts, effects: EngineEffects) {
    this.#parts = parts;
    this.#effects = effects;
  }

  /** Lets `act` happen to an execution that still runs; gives the execution as it is then, or undefined. */
  of(id: number, act: (run: Run) => void): Execution | undefined {
    const execution = this.#parts.executions.byId(id);
    if (execution?.status !== 'RUNNING') return undefined;
    const run = new Run(this.#parts, execution);
    act(run);
    return this.finish(run);
  }

  /** Lets `act` happen to a frame of an execution that still runs; false where there is none. */
  at({ execution, path }: FrameKey, act: (visit: Visit) => void): boolean {
    let isThere = false;
    this.of(execution, (run) => {
      const frame = run.frame(path);
      if (frame === undefined) return;
      isThere = true;
      act(new Visit(run, frame));
    });
    return isThere;
  }

  /** Goes on as far as possible, and stores what came of it. */
  finish(run: Run): Execution {
    advance(run);
    if (run.isFull && run.isOpen) {
      const events = String(mostEvents);
      const error = runtimeError(`The execution reached the maximum number of history events (${events}).`);
      failExecution(run, run.eventCount, error);
    }
    const due = Math.min(run.save(), run.execution.timeout_at ?? Infinity);
    const { ground, machines } = this.#parts;
    ground.store.afterCommit(() => {
      for (const frame of run.launches) this.#effects.launch(run, frame);
      if (due < Infinity) this.#effects.dueAt(due);
    });
    if (!run.isOpen) machines.removeIfOver(run.execution.machine);
    return run.execution;
  }
}
