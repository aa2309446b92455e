import type { Json } from '../../kernel/json.ts';
import type { Store } from '../../store/store.ts';
import { Document } from './document.ts';

/**
 * What a frame waits for: `ready` its turn, `task` the answer of a call under way, `token` its token, `retry` and
 * `wait` a time, `children` its branches; `done` ended with its input as output, `failed` for good.
 */
export type Phase = 'ready' | 'task' | 'token' | 'retry' | 'wait' | 'children' | 'done' | 'failed';

/** What a frame remembers of its state. Times are epoch ms. */
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

/** What has a column of its own; everything else of a frame is in `details`. */
type FrameRow = Pick<Frame, 'path' | 'phase' | 'dueAt' | 'token'> & {
  readonly input: string;
  readonly details: string;
};
const select = `SELECT path, phase, due_at AS dueAt, token, input, details FROM states_frame WHERE execution = ?`;

/** The frame at `path`. */
export function readFrame(store: Store, execution: number, path: string): Frame | undefined {
  const row = store.get<FrameRow>(`${select} AND path = ?`, execution, path);
  return row === undefined ? undefined : frameOf(row);
}

/** All frames below `path`, at every depth. */
export function readFramesBelow(store: Store, execution: number, path: string): readonly Frame[] {
  return store.all<FrameRow>(`${select} AND ${below}`, execution, `${path}/`, `${path}0`).map(frameOf);
}

/** Forgets everything below `path`. */
export function deleteFramesBelow(store: Store, execution: number, path: string): void {
  store.run(`DELETE FROM states_frame WHERE execution = ? AND ${below}`, execution, `${path}/`, `${path}0`);
}

/** '0' is the character after '/'. */
const below = 'path > ? AND path < ?';

/** Stores a frame as it stands now. */
export function writeFrame(store: Store, execution: number, frame: Frame): void {
  const { path, phase, dueAt, token, input, ...details } = frame;
  const sql = `INSERT OR REPLACE INTO states_frame (execution, path, phase, due_at, token, input, details)
    VALUES (?, ?, ?, ?, ?, ?, ?)`;
  store.run(sql, execution, path, phase, dueAt, token, input.text, JSON.stringify(details));
}

function frameOf({ input, details, ...row }: FrameRow): Frame {
  const others = JSON.parse(details) as Omit<Frame, keyof FrameRow>; // as writeFrame wrote it
  return { ...others, ...row, input: Document.ofText(input) };
}
