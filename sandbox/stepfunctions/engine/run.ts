import { DefectError } from '../../kernel/errors.ts';
import type { Ground } from '../../kernel/ground.ts';
import type { LogSink } from '../../kernel/log-sink.ts';
import type { MetricSink } from '../../kernel/metric-sink.ts';
import type { State } from '../asl/definition.ts';
import type { Execution, Executions } from '../executions.ts';
import { appendEvents, lastEventId, mostEvents } from '../history.ts';
import type { HistoryEvent } from '../history.ts';
import { logEvents } from '../logging.ts';
import type { Machines, Revision } from '../machines.ts';
import { executionArn, machineArn } from '../names.ts';
import { deleteFramesBelow, readFrame, readFramesBelow, writeFrame } from './frame.ts';
import type { Frame } from './frame.ts';

/** What the engine works with. */
export interface EngineParts {
  readonly ground: Ground;
  readonly metrics: MetricSink;
  readonly logs: LogSink;
  readonly machines: Machines;
  readonly executions: Executions;
}

/** Events that AWS does not name as the previous one of what follows. */
const offTheChain = /StateSucceeded$|StateAborted$|^MapIterationFailed$/;

/**
 * One execution inside one transaction: its frames are read when they are asked for, changed in memory, and written
 * once by `save`, together with the events that say what happened.
 */
export class Run {
  readonly parts: EngineParts;
  readonly revision: Revision;
  readonly executionArn: string;
  readonly machineArn: string;
  /** Epoch ms; one instant for the whole transaction. */
  readonly now: number;
  /** Frames that wait for their turn in this transaction. */
  readonly ready: Frame[] = [];
  /** Tasks whose calls begin once this transaction is committed. */
  readonly launches: Frame[] = [];
  execution: Execution;
  readonly #frames = new Map<string, Frame>();
  readonly #changed = new Set<Frame>();
  readonly #events: HistoryEvent[] = [];
  #lastEvent: number;

  constructor(parts: EngineParts, execution: Execution) {
    const { store, clock, place } = parts.ground;
    this.parts = parts;
    this.execution = execution;
    this.revision = parts.machines.revision(execution.revision);
    this.executionArn = executionArn(place, execution);
    this.machineArn = machineArn(place, execution.machine);
    this.now = clock.now();
    this.#lastEvent = lastEventId(store, execution.id);
  }

  get isOpen(): boolean {
    return this.execution.status === 'RUNNING';
  }

  /** Events so far. */
  get eventCount(): number {
    return this.#lastEvent;
  }

  /** Whether there is room for nothing but the event that ends the execution. */
  get isFull(): boolean {
    return this.#lastEvent >= mostEvents - 1;
  }

  frame(path: string): Frame | undefined {
    const known = this.#frames.get(path) ?? readFrame(this.parts.ground.store, this.execution.id, path);
    if (known !== undefined) this.#frames.set(path, known);
    return known;
  }

  /** Every frame below `path`, in no order. */
  framesBelow(path: string): readonly Frame[] {
    for (const frame of readFramesBelow(this.parts.ground.store, this.execution.id, path)) {
      if (!this.#frames.has(frame.path)) this.#frames.set(frame.path, frame);
    }
    return [...this.#frames.values()].filter((frame) => frame.path.startsWith(`${path}/`));
  }

  /** The machine's own frame and all below it. */
  allFrames(): readonly Frame[] {
    const root = this.frame('');
    return root === undefined ? [] : [root, ...this.framesBelow('')];
  }

  /** Begins `frame`, or notes that it was changed. */
  put(frame: Frame): void {
    this.#frames.set(frame.path, frame);
    this.#changed.add(frame);
  }

  /** Forgets everything below `path`. */
  dropBelow(path: string): void {
    for (const frame of this.#frames.values()) {
      if (!frame.path.startsWith(`${path}/`)) continue;
      this.#frames.delete(frame.path);
      this.#changed.delete(frame);
      for (const list of [this.ready, this.launches]) {
        const index = list.indexOf(frame);
        if (index >= 0) list.splice(index, 1);
      }
    }
    deleteFramesBelow(this.parts.ground.store, this.execution.id, path);
  }

  /** Forgets all frames. */
  dropAll(): void {
    this.#frames.clear();
    this.#changed.clear();
    this.parts.ground.store.run('DELETE FROM states_frame WHERE execution = ?', this.execution.id);
  }

  /** The frame whose Parallel or Map state `frame` belongs to. */
  parent({ path }: Pick<Frame, 'path'>): Frame | undefined {
    return path === '' ? undefined : this.frame(path.slice(0, path.lastIndexOf('/')));
  }

  state({ scope, state: name }: Frame): State {
    const state = this.revision.program.branches.get(scope)?.States[name];
    if (state === undefined) throw new DefectError(`the definition has no state ${name} at ${scope}`);
    return state;
  }

  /** Records that something happened to a frame, or to the execution after an event with the given id. */
  event(after: Frame | number, type: string, details?: Readonly<Record<string, unknown>>): void {
    if (this.isFull && this.isOpen) return;
    const previousEventId = typeof after === 'number' ? after : after.lastEvent;
    const id = (this.#lastEvent += 1);
    const event = { id, previousEventId, type, timestamp: this.now };
    this.#events.push(details === undefined ? event : { ...event, [detailsMember(type)]: details });
    if (typeof after === 'number' || offTheChain.test(type)) return;
    after.lastEvent = id;
    this.put(after);
  }

  /** Measures something about the machine. */
  metric(name: string, value: number, unit: string): void {
    const dimensions = { StateMachineArn: this.machineArn };
    this.parts.metrics.put({ namespace: 'AWS/States', name, dimensions, value, unit });
  }

  /** Writes what changed; gives the earliest time at which a changed frame goes on by itself, or Infinity. */
  save(): number {
    const { ground, logs } = this.parts;
    let due = Infinity;
    for (const frame of this.#changed) {
      writeFrame(ground.store, this.execution.id, frame);
      due = Math.min(due, frame.dueAt ?? Infinity);
    }
    appendEvents(ground.store, this.execution.id, this.#events);
    logEvents(logs, this.revision.logging, {
      execution: this.execution,
      executionArn: this.executionArn,
      events: this.#events,
    });
    this.#changed.clear();
    this.#events.length = 0;
    return due;
  }
}

/** `taskScheduledEventDetails`; entering and leaving a state is called the same for states of all kinds. */
function detailsMember(type: string): string {
  const [name] = /State(Entered|Exited)$/.exec(type) ?? [type];
  return `${name.charAt(0).toLowerCase()}${name.slice(1)}EventDetails`;
}
