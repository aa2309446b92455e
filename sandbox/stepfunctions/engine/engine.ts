import { AwsError } from '../../kernel/errors.ts';
import { runtimeError } from '../asl/errors.ts';
import type { StateError } from '../asl/errors.ts';
import type { Execution } from '../executions.ts';
import { mostEvents } from '../history.ts';
import { removeIfOver } from '../machines.ts';
import type { StoredMachine } from '../machines.ts';
import { executionKeyOf } from '../names.ts';
import { awaitedOutcome } from './awaited-execution.ts';
import { Document } from './document.ts';
import { advance, begin, proceed } from './driver.ts';
import { abort, announce, failExecution, timeOut } from './end-execution.ts';
import type { Frame } from './frame.ts';
import { Run } from './run.ts';
import type { EngineParts } from './run.ts';
import {
  awaitedExecution,
  taskAnswered,
  taskBeats,
  taskEnded,
  taskOverdue,
  waitToken,
} from './task-state.ts';
import type { TaskOutcome } from './task-state.ts';

/** A task that was under way at so many ends of the process is called again; at the next one it is given up. */
export const mostRecoveries = 5;

/** A frame of an execution. */
export interface FrameKey {
  readonly execution: number;
  readonly path: string;
}

/** A call of a task under way. */
export interface Launch extends FrameKey {
  readonly attempt: string;
}

/** What has to happen around the commit of a transaction. */
export interface EngineEffects {
  /** A transaction of the engine is about to be committed. */
  readonly committing: () => void;
  /** The frame's task is to be called. */
  readonly launch: (run: Run, frame: Frame) => void;
  /** Something goes on by itself at this time (epoch ms). */
  readonly dueAt: (at: number) => void;
}

/** Everything that can happen to executions. Every method belongs inside a transaction. */
export class Engine {
  readonly #parts: EngineParts;
  readonly #effects: EngineEffects;

  constructor(parts: EngineParts, effects: EngineEffects) {
    this.#parts = parts;
    this.#effects = effects;
  }

  /** Begins an execution and walks it to its first task. */
  start(machine: StoredMachine, wish: { name: string; input: string; traceHeader?: string }): Execution {
    const { executions, metrics, ground } = this.#parts;
    const { revision } = machine;
    const now = ground.clock.now();
    const execution = executions.insert({
      ...{ machine: revision.name, name: wish.name, revision: revision.id, input: wish.input },
      trace_header: wish.traceHeader ?? null,
      started_at: now,
      timeout_at: this.#deadline(revision.id),
    });
    const run = new Run(this.#parts, execution);
    const frame = rootFrame(run);
    run.event(frame, 'ExecutionStarted', {
      executionStartedEventDetails: {
        input: wish.input,
        inputDetails: { truncated: false },
        roleArn: revision.roleArn,
      },
    });
    const dimensions = { StateMachineArn: run.machineArn };
    metrics.put({ namespace: 'AWS/States', name: 'ExecutionsStarted', dimensions, value: 1, unit: 'Count' });
    // As AWS numbers it: the first state follows nothing.
    frame.lastEvent = 0;
    announce(run);
    run.ready.push(frame);
    return this.#finish(run);
  }

  /** StopExecution; one that has ended stays as it is. */
  stop(execution: Execution, reason: { readonly error?: string; readonly cause?: string }): Execution {
    const run = this.#open(execution.id);
    if (run === undefined) return execution;
    abort(run, reason);
    return this.#finish(run);
  }

  /** RedriveExecution: what had ended stays ended, every other branch begins its state again. */
  redrive(closed: Execution): Execution {
    const { executions } = this.#parts;
    const run = new Run(this.#parts, executions.reopen(closed, this.#deadline(closed.revision)));
    const unfinished = run.allFrames().filter(({ phase }) => phase !== 'done' && phase !== 'children');
    const redriveCount = run.execution.redrives;
    run.event(run.eventCount, 'ExecutionRedriven', { executionRedrivenEventDetails: { redriveCount } });
    announce(run);
    const redriven = run.eventCount;
    for (const frame of unfinished) {
      frame.lastEvent = redriven;
      delete frame.memory.tries;
      if (frame.phase === 'ready') run.ready.push(frame);
      else begin(run, frame);
    }
    return this.#finish(run);
  }

  /** A task's call has been answered; an answer that nobody waits for any more is dropped. */
  answered({ execution, path, attempt }: Launch, outcome: TaskOutcome): void {
    const run = this.#open(execution);
    const frame = run?.frame(path);
    if (run === undefined || frame?.phase !== 'task' || frame.memory.attempt !== attempt) return;
    proceed(run, frame, () => taskAnswered(run, frame, outcome));
    this.#settleAwaited(run, frame);
    this.#finish(run);
  }

  /** A task's call was under way when the process ended: it is made again, but not for ever. */
  recovered({ execution, path, attempt }: Launch): void {
    const run = this.#open(execution);
    const frame = run?.frame(path);
    if (run === undefined || frame?.phase !== 'task' || frame.memory.attempt !== attempt) return;
    const recoveries = frame.memory.recoveries ?? 0;
    proceed(run, frame, () => {
      if (recoveries >= mostRecoveries) return taskAnswered(run, frame, crashLoop());
      frame.memory.recoveries = recoveries + 1;
      run.launches.push(frame);
      return 'blocked';
    });
    this.#finish(run);
  }

  /** A time has come that a frame waited for. */
  due({ execution, path }: FrameKey): void {
    const run = this.#open(execution);
    const frame = run?.frame(path);
    if (run === undefined || frame === undefined || (frame.dueAt ?? Infinity) > run.now) return;
    if (frame.phase === 'ready') run.ready.push(frame);
    else if (frame.phase === 'task' || frame.phase === 'token')
      proceed(run, frame, () => taskOverdue(run, frame));
    else begin(run, frame);
    this.#finish(run);
  }

  /** The machine's own timeout has come. */
  timedOut(execution: number): void {
    const run = this.#open(execution);
    if (run === undefined || (run.execution.timeout_at ?? Infinity) > run.now) return;
    timeOut(run);
    this.#finish(run);
  }

  /** A token came back. @throws AwsError TaskTimedOut where nobody waits for it */
  tokenReturned(token: string, outcome: TaskOutcome): void {
    const { run, frame } = this.#heldBy(token);
    proceed(run, frame, () => taskEnded(run, frame, outcome));
    this.#finish(run);
  }

  /** Who holds a token is alive. @throws AwsError TaskTimedOut */
  heartbeat(token: string): void {
    const { run, frame } = this.#heldBy(token);
    taskBeats(run, frame);
    this.#finish(run);
  }

  /** The sandbox itself failed on this execution: it must not be tried for ever. */
  defect(execution: number, message: string): void {
    const run = this.#open(execution);
    if (run === undefined) return;
    failExecution(run, run.eventCount, runtimeError(`The sandbox failed: ${message}`));
    this.#finish(run);
  }

  #finish(run: Run): Execution {
    advance(run);
    if (run.isFull && run.isOpen) failExecution(run, run.eventCount, historyFull());
    const due = Math.min(run.save(), run.execution.timeout_at ?? Infinity);
    this.#effects.committing();
    this.#parts.ground.store.afterCommit(() => {
      for (const frame of run.launches) this.#effects.launch(run, frame);
      if (due < Infinity) this.#effects.dueAt(due);
    });
    if (!run.isOpen) {
      this.#wakeWaiting(run.executionArn);
      removeIfOver(this.#parts.ground.store, run.execution.machine);
    }
    return run.execution;
  }

  /** An execution that still runs. */
  #open(id: number): Run | undefined {
    const execution = this.#parts.executions.byId(id);
    return execution?.status === 'RUNNING' ? new Run(this.#parts, execution) : undefined;
  }

  #deadline(revision: number): number | null {
    const { machines, ground } = this.#parts;
    const { timeoutSeconds } = machines.program(machines.revision(revision));
    return timeoutSeconds === undefined ? null : ground.clock.now() + timeoutSeconds * 1_000;
  }

  #wakeWaiting(executionArn: string): void {
    for (const { execution, path } of this.#withToken(waitToken(executionArn))) {
      const run = this.#open(execution);
      const frame = run?.frame(path);
      if (run === undefined || frame === undefined) continue;
      this.#settleAwaited(run, frame);
      this.#finish(run);
    }
  }

  /** Ends the task that waits for another execution, if that one has ended. */
  #settleAwaited(run: Run, frame: Frame): void {
    const arn = awaitedExecution(frame.token);
    const awaited = arn === undefined ? undefined : this.#parts.executions.find(executionKeyOf(arn));
    if (awaited === undefined || awaited.status === 'RUNNING') return;
    proceed(run, frame, () => taskEnded(run, frame, awaitedOutcome(run, frame, awaited)));
  }

  #heldBy(token: string): { readonly run: Run; readonly frame: Frame } {
    const [key] = awaitedExecution(token) === undefined ? this.#withToken(token) : [];
    const run = key === undefined ? undefined : this.#open(key.execution);
    const frame = key === undefined ? undefined : run?.frame(key.path);
    if (run !== undefined && frame !== undefined) return { run, frame };
    throw new AwsError('TaskTimedOut', `Task Timed Out: 'Provided task does not exist anymore'`);
  }

  #withToken(token: string): readonly FrameKey[] {
    return this.#parts.ground.store.all('SELECT execution, path FROM states_frame WHERE token = ?', token);
  }
}

function rootFrame(run: Run): Frame {
  const frame: Frame = {
    ...{ path: '', scope: '', state: run.branch('').StartAt, phase: 'ready', request: null },
    ...{ lastEvent: 0, dueAt: null, token: null, memory: {} },
    input: Document.ofText(run.execution.input),
  };
  run.put(frame);
  return frame;
}

/** Nothing in the machine may catch it: what ends the whole sandbox again and again is parked. */
function crashLoop(): StateError {
  return runtimeError(`The sandbox ended ${String(mostRecoveries + 1)} times while this task ran.`);
}

function historyFull(): StateError {
  return runtimeError(`The execution reached the maximum number of history events (${String(mostEvents)}).`);
}
