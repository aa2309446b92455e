import { AwsError } from '../kernel/errors.ts';
import type { Ground } from '../kernel/ground.ts';
import { arn } from '../kernel/place.ts';
import type { Place } from '../kernel/place.ts';
import type { PipeSpec } from './pipe-spec.ts';

/** Whether a pipe should run. */
export type PipeState = 'RUNNING' | 'STOPPED';

/** A pipe as it is stored. */
export interface PipeRow {
  readonly name: string;
  readonly spec: string;
  readonly desired_state: PipeState;
  /** Why it makes no progress at the moment. */
  readonly state_reason: string | null;
  /** Sequence number of the last record that was dealt with. */
  readonly checkpoint: string | null;
  /** Attempts at the record after the checkpoint that failed. */
  readonly failures: number;
  readonly retry_at: number | null;
  readonly created_at: number;
  readonly modified_at: number;
}

/** Where a pipe stands after a turn. */
export type Progress = Pick<PipeRow, 'checkpoint' | 'failures' | 'retry_at' | 'state_reason'>;

/** The pipes. */
export interface PipeStore {
  find(name: string): PipeRow | undefined;
  get(name: string): PipeRow;
  list(): readonly PipeRow[];
  /** Creates a pipe or brings it up to date; `start` is asked for a checkpoint where it begins with a stream anew. */
  put(pipe: { name: string; spec: PipeSpec; state: PipeState }, start: () => string | null): void;
  save(name: string, progress: Progress): void;
  remove(name: string): void;
}

/** `arn:aws:pipes:…:pipe/<name>`. */
export function pipeArn(place: Place, name: string): string {
  return arn(place, 'pipes', `pipe/${name}`);
}

/** What a stored pipe does. */
export function specOf(row: PipeRow): PipeSpec {
  // Written by put alone, from a parsed spec.
  return JSON.parse(row.spec) as PipeSpec;
}

/** Pipes in the store. */
export function createPipeStore({ store, clock }: Ground): PipeStore {
  const find = (name: string): PipeRow | undefined =>
    store.get<PipeRow>('SELECT * FROM pipes_pipe WHERE name = ?', name);
  return {
    find,
    get: (name) => {
      const row = find(name);
      if (row === undefined) {
        throw new AwsError('NotFoundException', `Pipe ${name} does not exist.`, { status: 404 });
      }
      return row;
    },
    list: () => store.all<PipeRow>('SELECT * FROM pipes_pipe ORDER BY name'),
    put: ({ name, spec, state }, start) => {
      const known = find(name);
      // A stream that was switched off and on is another stream; the old position means nothing there.
      const goesOn = known !== undefined && specOf(known).Source === spec.Source;
      const text = JSON.stringify(spec);
      if (goesOn && known.spec === text && known.desired_state === state) return;
      store.run(
        `INSERT INTO pipes_pipe (name, spec, desired_state, checkpoint, created_at, modified_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?5)
         ON CONFLICT (name) DO UPDATE SET spec = ?2, desired_state = ?3, checkpoint = ?4, modified_at = ?5,
           failures = 0, retry_at = NULL, state_reason = NULL`,
        name,
        text,
        state,
        goesOn ? known.checkpoint : start(),
        clock.now(),
      );
    },
    save: (name, { checkpoint, failures, retry_at, state_reason }) => {
      const sql =
        'UPDATE pipes_pipe SET checkpoint = ?, failures = ?, retry_at = ?, state_reason = ? WHERE name = ?';
      store.run(sql, checkpoint, failures, retry_at, state_reason, name);
    },
    remove: (name) => {
      store.run('DELETE FROM pipes_pipe WHERE name = ?', name);
    },
  };
}
