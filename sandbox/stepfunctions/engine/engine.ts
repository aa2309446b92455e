import { AwsError } from '../../kernel/errors.ts';
import { runtimeError } from '../asl/errors.ts';
import type { StateError } from '../asl/errors.ts';
import type { Ending, Execution } from '../executions.ts';
import { mostEvents } from '../history.ts';
import type { Revision, StoredMachine } from '../machines.ts';
import { Document } from './document.ts';
import { advance, begin, proceed } from './driver.ts';
import { announce, endExecution } from './end-execution.ts';
import { errorDetails, inputDetails } from './event-details.ts';
import { newFrame } from './frame.ts';
import type { Frame } from './frame.ts';
import { Run } from './run.ts';
import type { EngineParts } from './run.ts';
import { isToken, taskAnswered, taskBeats, taskEnded, taskOverdue } from './task-state.ts';
import type { TaskOutcome } from './task-state.ts';
import { Visit } from './visit.ts';

/** A task that was under way at so many ends of the process is called again; at the next one it is given up. */
const mostRecoveries = 5;

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

/** A call of a task under way. */
export interface Launch extends FrameKey {
  readonly attempt: string;
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
  start({ revision }: StoredMachine, wish: Pick<Execution, 'name' | 'input' | 'trace_header'>): Execution {
    const { executions, ground } = this.#parts;
    const execution = executions.insert({
      ...wish,
      machine: revision.name,
      revision: revision.id,
      started_at: ground.clock.now(),
      timeout_at: this.#deadline(revision),
    });
    const run = new Run(this.#parts, execution);
    // As AWS numbers it: the first state does not follow the event that the execution started.
    run.event(0, 'ExecutionStarted', { ...inputDetails({ text: wish.input }), roleArn: revision.roleArn });
    run.metric('ExecutionsStarted', 1, 'Count');
    announce(run);
    const { StartAt } = revision.program.machine;
    run.ready.push(newFrame({ path: '', scope: '', state: StartAt, input: Document.ofText(wish.input) }));
    return this.#finish(run);
  }

  /** StopExecution; one that has ended stays as it is. */
  stop(execution: Execution, reason: Pick<Ending, 'error' | 'cause'>): Execution {
    const stopped = this.#of(execution.id, (run) => {
      endExecution(run, 0, { status: 'ABORTED', ...reason });
    });
    return stopped ?? execution;
  }

  /** RedriveExecution: what had ended stays ended, every other branch begins its state again. */
  redrive(closed: Execution): Execution {
    const { executions, machines } = this.#parts;
    const deadline = this.#deadline(machines.revision(closed.revision));
    const run = new Run(this.#parts, executions.reopen(closed, deadline));
    const unfinished = run.allFrames().filter(({ phase }) => phase !== 'done' && phase !== 'children');
    run.event(run.eventCount, 'ExecutionRedriven', { redriveCount: run.execution.redrives });
    announce(run);
    const redriven = run.eventCount;
    for (const frame of unfinished) {
      // One that failed again at once may have ended the execution, or cut this one off.
      if (!run.isOpen || run.frame(frame.path) !== frame) continue;
      frame.lastEvent = redriven;
      delete frame.memory.tries;
      if (frame.phase === 'ready') run.ready.push(frame);
      else begin(new Visit(run, frame));
    }
    return this.#finish(run);
  }

  /** A task's call has been answered; an answer that nobody waits for any more is dropped. */
  answered(launch: Launch, outcome: TaskOutcome): void {
    this.#underWay(launch, (visit) => {
      proceed(visit, () => taskAnswered(visit, outcome));
    });
  }

  /** A task's call was under way when the process ended: it is made again, but not for ever. */
  recovered(launch: Launch): void {
    this.#underWay(launch, (visit) => {
      const { run, frame } = visit;
      const { recoveries = 0 } = frame.memory;
      proceed(visit, () => {
        if (recoveries >= mostRecoveries) return taskAnswered(visit, crashLoop());
        frame.memory.recoveries = recoveries + 1;
        run.launches.push(frame);
        return 'blocked';
      });
    });
  }

  /** A time has come that a frame waited for. */
  due(key: FrameKey): void {
    this.#at(key, (visit) => {
      const { run, frame } = visit;
      if ((frame.dueAt ?? Infinity) > run.now) return;
      if (frame.phase === 'ready') run.ready.push(frame);
      else if (frame.phase === 'task' || frame.phase === 'token') proceed(visit, () => taskOverdue(visit));
      else begin(visit);
    });
  }

  /** The machine's own timeout has come. */
  timedOut(execution: number): void {
    this.#of(execution, (run) => {
      if ((run.execution.timeout_at ?? Infinity) <= run.now) endExecution(run, 0, { status: 'TIMED_OUT' });
    });
  }

  /** A token came back. @throws AwsError InvalidToken, TaskTimedOut where nobody waits for it */
  tokenReturned(token: string, outcome: TaskOutcome): void {
    this.#heldBy(token, (visit) => {
      proceed(visit, () => taskEnded(visit, outcome));
    });
  }

  /** Who holds a token is alive. @throws AwsError InvalidToken, TaskTimedOut */
  heartbeat(token: string): void {
    this.#heldBy(token, taskBeats);
  }

  /** The sandbox itself failed on this execution: it must not be tried for ever. */
  defect(execution: number, message: string): void {
    this.#of(execution, (run) => {
      failNow(run, `The sandbox failed: ${message}`);
    });
  }

  #underWay(launch: Launch, act: (visit: Visit) => void): void {
    this.#at(launch, (visit) => {
      const { phase, memory } = visit.frame;
      if (phase === 'task' && memory.attempt === launch.attempt) act(visit);
    });
  }

  #heldBy(token: string, act: (visit: Visit) => void): void {
    if (!isToken(token)) throw new AwsError('InvalidToken', `Invalid Token: '${token}'`);
    const sql = 'SELECT execution, path FROM states_frame WHERE token = ?';
    const key = this.#parts.ground.store.get<FrameKey>(sql, token);
    if (key !== undefined && this.#at(key, act)) return;
    throw new AwsError('TaskTimedOut', `Task Timed Out: 'Provided task does not exist anymore'`);
  }

  #deadline({ program: { machine } }: Revision): number | null {
    const { TimeoutSeconds: seconds } = machine;
    return seconds === undefined ? null : this.#parts.ground.clock.now() + seconds * 1_000;
  }

  /** Lets `act` happen to an execution that still runs; gives the execution as it is then, or undefined. */
  #of(id: number, act: (run: Run) => void): Execution | undefined {
    const execution = this.#parts.executions.byId(id);
    if (execution?.status !== 'RUNNING') return undefined;
    const run = new Run(this.#parts, execution);
    act(run);
    return this.#finish(run);
  }

  /** Lets `act` happen to a frame of an execution that still runs; false where there is none. */
  #at({ execution, path }: FrameKey, act: (visit: Visit) => void): boolean {
    let isThere = false;
    this.#of(execution, (run) => {
      const frame = run.frame(path);
      if (frame === undefined) return;
      isThere = true;
      act(new Visit(run, frame));
    });
    return isThere;
  }

  /** Goes on as far as possible, and stores what came of it. */
  #finish(run: Run): Execution {
    advance(run);
    if (run.isFull && run.isOpen) {
      failNow(run, `The execution reached the maximum number of history events (${String(mostEvents)}).`);
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

/** Fails an execution for what no state of it did. */
function failNow(run: Run, cause: string): void {
  endExecution(run, run.eventCount, { status: 'FAILED', ...errorDetails(runtimeError(cause)) });
}

/** Nothing in the machine may catch it: what ends the whole sandbox again and again is parked. */
function crashLoop(): StateError {
  return runtimeError(`The sandbox ended ${String(mostRecoveries + 1)} times while this task ran.`);
}
