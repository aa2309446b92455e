import type { Json } from '../../kernel/json.ts';
import type { Store } from '../../store/store.ts';
import { Document } from './document.ts';

/**
 * What a frame waits for: `ready` its turn, `task` the answer of a call under way, `token` its token, `retry` and
 * `wait` a time, `children` its branches; `done` ended with its input as output, `failed` for good.
 */
export type Phase = 'ready' | 'task' | 'token' | 'retry' | 'wait' | 'children' | 'done' | 'failed';

/** What a frame remembers besides its columns. Times are epoch ms. */
export interface Memory {
  enteredAt?: number | undefined;
  /** Id of the event that says so. */
  enteredEvent?: number | undefined;
  /** Retries so far, by index of the retrier. */
  tries?: Record<number, number> | undefined;
  /** Names this attempt of a task. */
  attempt?: string;
  /** How often the process ended while this attempt was under way, and the task was called again. */
  recoveries?: number;
  timeoutAt?: number | undefined;
  heartbeatMs?: number | undefined;
  heartbeatAt?: number | undefined;
  /** The end of a Wait state. */
  until?: number;
  /** The item of the Map iteration that this frame runs in. */
  item?: { readonly index: number; readonly value: Json } | undefined;
  /** Of a Parallel or Map state. */
  children?: { readonly count: number; readonly concurrency: number; started: number; finished: number };
}

/** Where one branch of an execution stands. */
export interface Frame {
  /** '' for the machine itself; a child adds '/' and its index. */
  readonly path: string;
  /** The branch of the definition that it walks, by its location. */
  readonly scope: string;
  state: string;
  phase: Phase;
  /** The raw input of the state; of an ended frame, its output. */
  input: Document;
  /** What a task was called with. */
  request: string | null;
  lastEvent: number;
  /** When it goes on by itself (epoch ms). */
  dueAt: number | null;
  token: string | null;
  memory: Memory;
}

/** A frame that stands before its first state. */
export function newFrame(place: Pick<Frame, 'path' | 'scope' | 'state' | 'input'>): Frame {
  return { ...place, phase: 'ready', request: null, lastEvent: 0, dueAt: null, token: null, memory: {} };
}

/** Lets go of what a frame waited for. */
export function settle(frame: Frame, phase: Phase): void {
  frame.phase = phase;
  frame.request = null;
  frame.dueAt = null;
  frame.token = null;
}

type FrameRow = Omit<Frame, 'input' | 'memory'> & { readonly input: string; readonly memory: string };

const select = `SELECT path, scope, state, phase, input, request, last_event AS lastEvent, due_at AS dueAt, token, memory
  FROM states_frame WHERE execution = ?`;

/** The frame at `path`. */
export function readFrame(store: Store, execution: number, path: string): Frame | undefined {
  const row = store.get<FrameRow>(`${select} AND path = ?`, execution, path);
  return row === undefined ? undefined : frameOf(row);
}

/** All frames below `path`, at every depth. */
export function readFramesBelow(store: Store, execution: number, path: string): readonly Frame[] {
  return store.all<FrameRow>(`${select} AND path > ? AND path < ?`, execution, ...below(path)).map(frameOf);
}

/** Forgets everything below `path`. */
export function deleteFramesBelow(store: Store, execution: number, path: string): void {
  const sql = 'DELETE FROM states_frame WHERE execution = ? AND path > ? AND path < ?';
  store.run(sql, execution, ...below(path));
}

/** Stores a frame as it stands now. */
export function writeFrame(store: Store, execution: number, frame: Frame): void {
  store.run(
    `INSERT OR REPLACE INTO states_frame
       (execution, path, scope, state, phase, input, request, last_event, due_at, token, memory)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ...[execution, frame.path, frame.scope, frame.state, frame.phase, frame.input.text, frame.request],
    ...[frame.lastEvent, frame.dueAt, frame.token, JSON.stringify(frame.memory)],
  );
}

/** '0' is the character after '/'. */
function below(path: string): readonly [string, string] {
  return [`${path}/`, `${path}0`];
}

function frameOf({ input, memory, ...row }: FrameRow): Frame {
  return { ...row, input: Document.ofText(input), memory: JSON.parse(memory) as Memory }; // as writeFrame wrote it
}
