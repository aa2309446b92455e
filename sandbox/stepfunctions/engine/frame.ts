import type { Json } from '../../kernel/json.ts';
import type { Store } from '../../store/store.ts';
import { Document } from './document.ts';

/**
 * What a frame waits for: `ready` its turn, `task` the answer of a call under way, `token` a token or another
 * execution, `retry` and `wait` a time, `children` its branches; `done` ended with its input as output, `failed` for good.
 */
export type Phase = 'ready' | 'task' | 'token' | 'retry' | 'wait' | 'children' | 'done' | 'failed';

/** What a frame remembers besides its columns. Times are epoch ms. */
export interface Memory {
  enteredAt?: number;
  /** Id of the event that says so. */
  enteredEvent?: number;
  /** Retries so far, by index of the retrier. */
  tries?: Record<number, number>;
  /** Names this attempt of a task. */
  attempt?: string;
  /** How often the process ended while this visit's task was under way, and the task was called again. */
  recoveries?: number;
  timeoutAt?: number;
  heartbeatMs?: number;
  heartbeatAt?: number;
  /** The end of a Wait state. */
  until?: number;
  /** The item of the Map iteration that this frame runs in. */
  item?: { readonly index: number; readonly value: Json };
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
  /** What a task was called with; the effective input of a Parallel or Map state. */
  request: string | null;
  lastEvent: number;
  dueAt: number | null;
  token: string | null;
  memory: Memory;
}

interface FrameRow {
  readonly path: string;
  readonly scope: string;
  readonly state: string;
  readonly phase: Phase;
  readonly input: string;
  readonly request: string | null;
  readonly last_event: number;
  readonly due_at: number | null;
  readonly token: string | null;
  readonly memory: string;
}

/** The frame at `path`. */
export function readFrame(store: Store, execution: number, path: string): Frame | undefined {
  const row = store.get<FrameRow>(
    'SELECT * FROM states_frame WHERE execution = ? AND path = ?',
    execution,
    path,
  );
  return row === undefined ? undefined : frameOf(row);
}

/** All frames below `path`, at every depth. */
export function readFramesBelow(store: Store, execution: number, path: string): readonly Frame[] {
  return store
    .all<FrameRow>(
      'SELECT * FROM states_frame WHERE execution = ? AND path > ? AND path < ?',
      ...below(execution, path),
    )
    .map(frameOf);
}

/** Forgets everything below `path`. */
export function deleteFramesBelow(store: Store, execution: number, path: string): void {
  store.run(
    'DELETE FROM states_frame WHERE execution = ? AND path > ? AND path < ?',
    ...below(execution, path),
  );
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
function below(execution: number, path: string): readonly [number, string, string] {
  return [execution, `${path}/`, `${path}0`];
}

function frameOf(row: FrameRow): Frame {
  return {
    path: row.path,
    scope: row.scope,
    state: row.state,
    phase: row.phase,
    input: Document.ofText(row.input),
    request: row.request,
    lastEvent: row.last_event,
    dueAt: row.due_at,
    token: row.token,
    memory: JSON.parse(row.memory) as Memory, // as writeFrame wrote it
  };
}
