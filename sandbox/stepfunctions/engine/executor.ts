import { AwsError, messageOf } from '../../kernel/errors.ts';
import { createRoomPump } from '../../kernel/pump.ts';
import type { Pump, PumpNext } from '../../kernel/pump.ts';
import { runtimeError, StateError } from '../asl/errors.ts';
import { callTask } from '../tasks/call-task.ts';
import type { TaskCall } from '../tasks/call-task.ts';
import { Document } from './document.ts';
import { Engine } from './engine.ts';
import type { FrameKey, Launch } from './engine.ts';
import type { Frame } from './frame.ts';
import type { Run } from './run.ts';
import type { EngineParts } from './run.ts';
import type { TaskOutcome } from './task-state.ts';
import { Uptime } from './uptime.ts';

/** So much is handled in one turn of the pump. */
const turnSize = 200;

/** A failed write is tried again after this long. */
const pauseMs = 1_000;

const dayMs = 86_400_000;

/** A task whose call was under way when the process ended, so many times already. */
interface UnderWay extends Launch {
  readonly recoveries: number;
}

/** What drives executions outside transactions: the calls of tasks, and a pump for everything that has a time. */
export class Executor {
  readonly engine: Engine;
  readonly #parts: EngineParts;
  readonly #pump: Pump;
  readonly #uptime: Uptime;
  /** Attempts whose calls are under way. */
  readonly #calls = new Set<string>();
  #isRunning = false;
  #armedAt = Infinity;
  #trimAt = 0;

  constructor(parts: EngineParts) {
    this.#parts = parts;
    this.#uptime = new Uptime(parts.ground);
    this.engine = new Engine(parts, {
      launch: (run, frame) => {
        this.#launch(run, frame);
      },
      dueAt: (at) => {
        this.#arm(Math.min(at, this.#uptime.nextNote));
      },
    });
    this.#pump = createRoomPump(parts.ground, 'states', () => this.#turn());
  }

  /** Goes on with what the store says is unfinished: tasks that were under way are called again. */
  start(): void {
    this.#isRunning = true;
    const underWay = `SELECT frame.execution, frame.path, details ->> '$.memory.attempt' AS attempt,
        coalesce(details ->> '$.memory.recoveries', 0) AS recoveries
      FROM states_frame AS frame JOIN states_execution AS execution ON execution.id = frame.execution
      WHERE frame.phase = 'task' AND execution.status = 'RUNNING'`;
    for (const task of this.#parts.ground.store.all<UnderWay>(underWay)) this.#recover(task);
    this.#pump.wake();
  }

  /** Begins no further call; answers that still arrive are recorded. */
  async stop(): Promise<void> {
    this.#isRunning = false;
    await this.#pump.stop();
  }

  /**
   * Calls a task again that was under way when the process ended. The first time at once; after that each time later,
   * so that a task which ends the process does not hold up the others, and quick restarts do not count against it.
   */
  #recover({ recoveries, ...launch }: UnderWay): void {
    const again = (): void => {
      if (this.#isRunning) void this.#record(launch.execution, () => this.engine.recovered(launch));
    };
    if (recoveries === 0) again();
    else this.#parts.ground.clock.after(1_000 * 2 ** (recoveries - 1), again);
  }

  #launch(run: Run, frame: Frame): void {
    const { attempt } = frame.memory;
    const state = run.state(frame);
    if (!this.#isRunning || attempt === undefined || state.Type !== 'Task' || this.#calls.has(attempt))
      return;
    const { execution, executionArn, machineArn } = run;
    const call: TaskCall = {
      resource: state.Resource,
      parameters: frame.request ?? '{}',
      roleArn: run.revision.roleArn,
      executionArn,
      machineArn,
      traceHeader: execution.trace_header,
    };
    const answered = async (): Promise<void> => {
      const outcome = await this.#perform(call);
      await this.#record(execution.id, () => {
        this.engine.answered({ execution: execution.id, path: frame.path, attempt }, outcome);
      });
      this.#calls.delete(attempt);
    };
    this.#calls.add(attempt);
    void answered();
  }

  async #perform(call: TaskCall): Promise<TaskOutcome> {
    try {
      return Document.of(await callTask(this.#parts.ground, call));
    } catch (thrown) {
      if (thrown instanceof StateError) return thrown;
      this.#parts.ground.report('states', thrown);
      return runtimeError(`The sandbox failed: ${messageOf(thrown)}`);
    }
  }

  /** Writes until it worked: a full disk passes. A defect of ours ends the execution instead of being tried for ever. */
  async #record(execution: number, work: () => void): Promise<void> {
    const { store, clock, report } = this.#parts.ground;
    let write = work;
    for (let isOver = false; !isOver;) {
      try {
        await store.write(write);
        return;
      } catch (thrown) {
        report('states', thrown);
        const passes = thrown instanceof AwsError && thrown.status >= 500;
        isOver = !this.#isRunning || (!passes && write !== work);
        if (passes) await new Promise<void>((resolve) => clock.after(pauseMs, resolve));
        else
          write = () => {
            this.engine.defect(execution, messageOf(thrown));
          };
      }
    }
  }

  #arm(at: number): void {
    if (!this.#isRunning || at >= this.#armedAt) return;
    this.#armedAt = at;
    this.#pump.wake();
  }

  async #turn(): Promise<PumpNext> {
    const { store, clock } = this.#parts.ground;
    const now = clock.now();
    this.#armedAt = Infinity;
    const keepTime = (): void => {
      this.#uptime.keep();
    };
    // The first time before anything falls due: time limits move by the downtime.
    if (this.#uptime.keepAt() <= now) await store.write(keepTime);
    await this.#trim(now);
    const dueFrames = 'SELECT execution, path FROM states_frame WHERE due_at <= ? ORDER BY due_at LIMIT ?';
    const frames = store.all<FrameKey>(dueFrames, now, turnSize);
    const timedOut = 'SELECT id FROM states_execution WHERE timeout_at <= ? LIMIT ?';
    const overdue = store.all<{ id: number }>(timedOut, now, turnSize);
    await Promise.all([
      ...frames.map((key) => this.#record(key.execution, () => this.engine.due(key))),
      ...overdue.map(({ id }) => this.#record(id, () => this.engine.timedOut(id))),
    ]);
    if (frames.length === turnSize || overdue.length === turnSize) return 'again';
    this.#armedAt = Math.min(this.#armedAt, this.#nextTime(), this.#uptime.keepAt(), this.#trimAt);
    return { at: this.#armedAt };
  }

  #nextTime(): number {
    const { store } = this.#parts.ground;
    const due = 'SELECT min(due_at) AS at FROM states_frame WHERE due_at IS NOT NULL';
    const timeout = 'SELECT min(timeout_at) AS at FROM states_execution WHERE timeout_at IS NOT NULL';
    const earliest = (sql: string): number => store.get<{ at: number | null }>(sql)?.at ?? Infinity;
    return Math.min(earliest(due), earliest(timeout));
  }

  /** Once a day, executions whose time of keeping is over go. */
  async #trim(now: number): Promise<void> {
    if (now < this.#trimAt) return;
    const { ground, executions } = this.#parts;
    const trimmed = await ground.store.write(() => executions.trim(turnSize));
    this.#trimAt = trimmed === turnSize ? now : now + dayMs;
  }
}
