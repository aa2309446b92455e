import { AwsError } from '../kernel/errors.ts';
import type { Ground } from '../kernel/ground.ts';
import { parsedOnce } from '../kernel/parsed-once.ts';
import { arn } from '../kernel/place.ts';
import type { Place } from '../kernel/place.ts';
import type { PipeSpec } from './pipe-spec.ts';

/** A pipe as it is stored. */
export interface PipeRow {
  readonly name: string;
  readonly spec: string;
  readonly desired_state: 'RUNNING' | 'STOPPED';
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

/** `arn:aws:pipes:…:pipe/<name>`. */
export function pipeArn(place: Place, name: string): string {
  return arn(place, 'pipes', `pipe/${name}`);
}

/** What a pipe does, by the text of its row: written by put alone, from a parsed spec. */
export const specIn = parsedOnce((text) => JSON.parse(text) as PipeSpec);

/** What a stored pipe does. */
export function specOf(row: PipeRow): PipeSpec {
  return specIn(row.spec);
}

/** What a template says of a pipe. */
export interface PipePlan {
  readonly spec: PipeSpec;
  readonly state: PipeRow['desired_state'];
}

/** The pipes. Changes only inside a write. */
export class PipeStore {
  readonly #ground: Ground;

  constructor(ground: Ground) {
    this.#ground = ground;
  }

  find(name: string): PipeRow | undefined {
    return this.#ground.store.get<PipeRow>('SELECT * FROM pipes_pipe WHERE name = ?', name);
  }

  /** Throws NotFoundException. */
  get(name: string): PipeRow {
    const row = this.find(name);
    if (row !== undefined) return row;
    throw new AwsError('NotFoundException', `Pipe ${name} does not exist.`, { status: 404 });
  }

  list(): readonly PipeRow[] {
    return this.#ground.store.all<PipeRow>('SELECT * FROM pipes_pipe ORDER BY name');
  }

  /** Creates a pipe or brings it up to date; `start` is asked for a checkpoint where it begins with a stream anew. */
  put(name: string, { spec, state }: PipePlan, start: () => string | null): void {
    const { store, clock } = this.#ground;
    const known = this.find(name);
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
  }

  save(name: string, { checkpoint, failures, retry_at, state_reason }: Progress): void {
    const sql =
      'UPDATE pipes_pipe SET checkpoint = ?, failures = ?, retry_at = ?, state_reason = ? WHERE name = ?';
    this.#ground.store.run(sql, checkpoint, failures, retry_at, state_reason, name);
  }

  remove(name: string): void {
    this.#ground.store.run('DELETE FROM pipes_pipe WHERE name = ?', name);
  }
}
