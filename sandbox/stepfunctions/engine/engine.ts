import { AwsError } from '../../kernel/errors.ts';
import { runtimeError } from '../asl/errors.ts';
import type { StateError } from '../asl/errors.ts';
import type { Ending, Execution } from '../executions.ts';
import type { StoredMachine } from '../machines.ts';
import { Document } from './document.ts';
import { begin, proceed } from './driver.ts';
import { abort, announce, failExecution, timeOut } from './end-execution.ts';
import { inputDetails } from './event-details.ts';
import { newFrame } from './frame.ts';
import { Run } from './run.ts';
import type { EngineParts } from './run.ts';
import { taskAnswered, taskBeats, taskEnded, taskOverdue } from './task-state.ts';
import type { TaskOutcome } from './task-state.ts';
import { Transitions } from './transitions.ts';
import type { EngineEffects, FrameKey } from './transitions.ts';
import { Visit } from './visit.ts';

/** A task that was under way at so many ends of the process is called again; at the next one it is given up. */
const mostRecoveries = 5;

/** A call of a task under way. */
export interface Launch extends FrameKey {
  readonly attempt: string;
}

/** Everything that can happen to executions. Every method belongs inside a transaction. */
export class Engine {
  readonly #parts: EngineParts;
  readonly #transitions: Transitions;

  constructor(parts: EngineParts, effects: EngineEffects) {
    this.#parts = parts;
    this.#transitions = new Transitions(parts, effects);
  }

  /** Begins an execution and walks it to its first task. */
  start({ revision }: StoredMachine, wish: Pick<Execution, 'name' | 'input' | 'trace_header'>): Execution {
    const { executions, metrics, ground } = this.#parts;
    const execution = executions.insert({
      ...wish,
      machine: revision.name,
      revision: revision.id,
      started_at: ground.clock.now(),
      timeout_at: this.#deadline(revision.id),
    });
    const run = new Run(this.#parts, execution);
    // As AWS numbers it: the first state does not follow the event that the execution started.
    run.event(0, 'ExecutionStarted', { ...inputDetails({ text: wish.input }), roleArn: revision.roleArn });
    const dimensions = { StateMachineArn: run.machineArn };
    metrics.put({ namespace: 'AWS/States', name: 'ExecutionsStarted', dimensions, value: 1, unit: 'Count' });
    announce(run);
    const { StartAt } = run.program.machine;
    run.ready.push(newFrame({ path: '', scope: '', state: StartAt, input: Document.ofText(wish.input) }));
    return this.#transitions.finish(run);
  }

  /** StopExecution; one that has ended stays as it is. */
  stop(execution: Execution, reason: Pick<Ending, 'error' | 'cause'>): Execution {
    const stopped = this.#transitions.of(execution.id, (run) => {
      abort(run, reason);
    });
    return stopped ?? execution;
  }

  /** RedriveExecution: what had ended stays ended, every other branch begins its state again. */
  redrive(closed: Execution): Execution {
    const { executions } = this.#parts;
    const run = new Run(this.#parts, executions.reopen(closed, this.#deadline(closed.revision)));
    const unfinished = run.allFrames().filter(({ phase }) => phase !== 'done' && phase !== 'children');
    run.event(run.eventCount, 'ExecutionRedriven', { redriveCount: run.execution.redrives });
    announce(run);
    const redriven = run.eventCount;
    for (const frame of unfinished) {
      frame.lastEvent = redriven;
      delete frame.memory.tries;
      if (frame.phase === 'ready') run.ready.push(frame);
      else begin(new Visit(run, frame));
    }
    return this.#transitions.finish(run);
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
    this.#transitions.at(key, (visit) => {
      const { run, frame } = visit;
      if ((frame.dueAt ?? Infinity) > run.now) return;
      if (frame.phase === 'ready') run.ready.push(frame);
      else if (frame.phase === 'task' || frame.phase === 'token') proceed(visit, () => taskOverdue(visit));
      else begin(visit);
    });
  }

  /** The machine's own timeout has come. */
  timedOut(execution: number): void {
    this.#transitions.of(execution, (run) => {
      if ((run.execution.timeout_at ?? Infinity) <= run.now) timeOut(run);
    });
  }

  /** A token came back. @throws AwsError TaskTimedOut where nobody waits for it */
  tokenReturned(token: string, outcome: TaskOutcome): void {
    this.#heldBy(token, (visit) => {
      proceed(visit, () => taskEnded(visit, outcome));
    });
  }

  /** Who holds a token is alive. @throws AwsError TaskTimedOut */
  heartbeat(token: string): void {
    this.#heldBy(token, taskBeats);
  }

  /** The sandbox itself failed on this execution: it must not be tried for ever. */
  defect(execution: number, message: string): void {
    this.#transitions.of(execution, (run) => {
      failExecution(run, run.eventCount, runtimeError(`The sandbox failed: ${message}`));
    });
  }

  #underWay(launch: Launch, act: (visit: Visit) => void): void {
    this.#transitions.at(launch, (visit) => {
      const { phase, memory } = visit.frame;
      if (phase === 'task' && memory.attempt === launch.attempt) act(visit);
    });
  }

  #heldBy(token: string, act: (visit: Visit) => void): void {
    const sql = 'SELECT execution, path FROM states_frame WHERE token = ?';
    const key = this.#parts.ground.store.get<FrameKey>(sql, token);
    if (key !== undefined && this.#transitions.at(key, act)) return;
    throw new AwsError('TaskTimedOut', `Task Timed Out: 'Provided task does not exist anymore'`);
  }

  #deadline(revision: number): number | null {
    const { machines, ground } = this.#parts;
    const { TimeoutSeconds } = machines.program(machines.revision(revision)).machine;
    return TimeoutSeconds === undefined ? null : ground.clock.now() + TimeoutSeconds * 1_000;
  }
}

/** Nothing in the machine may catch it: what ends the whole sandbox again and again is parked. */
function crashLoop(): StateError {
  return runtimeError(`The sandbox ended ${String(mostRecoveries + 1)} times while this task ran.`);
}
