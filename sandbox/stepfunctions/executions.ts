import { AwsError } from '../kernel/errors.ts';
import type { Ground } from '../kernel/ground.ts';
import { deleteEvents } from './history.ts';
import { executionArn } from './names.ts';
import type { ExecutionKey } from './names.ts';

export type ExecutionStatus = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'ABORTED' | 'TIMED_OUT';

/** One execution, as its row says. Times are epoch ms. */
export interface Execution {
  readonly id: number;
  readonly machine: string;
  readonly name: string;
  /** Id of the revision that it runs under. */
  readonly revision: string;
  readonly status: ExecutionStatus;
  readonly input: string;
  readonly output: string | null;
  readonly error: string | null;
  readonly cause: string | null;
  readonly trace_header: string | null;
  readonly started_at: number;
  readonly stopped_at: number | null;
  /** When the machine's own TimeoutSeconds end. */
  readonly timeout_at: number | null;
  readonly redrives: number;
  readonly redriven_at: number | null;
}

/** What a new execution begins with. */
export type NewExecution = Pick<
  Execution,
  'machine' | 'name' | 'revision' | 'input' | 'trace_header' | 'started_at' | 'timeout_at'
>;

/** Which executions ListExecutions asks for; newest first. */
export interface ExecutionQuery {
  readonly machine: string;
  readonly status: ExecutionStatus | undefined;
  /** Only ids below this. */
  readonly before: number;
  readonly limit: number;
}

/** How an execution ended. */
export interface Ending {
  readonly status: Exclude<ExecutionStatus, 'RUNNING'>;
  readonly output?: string | undefined;
  readonly error?: string | undefined;
  readonly cause?: string | undefined;
}

/** A closed execution and its name are kept for 90 days. */
export const retentionMs = 90 * 86_400_000;

/** What an execution has while it runs. */
const open = { status: 'RUNNING', output: null, error: null, cause: null, stopped_at: null } as const;

/** The executions of the account; all writes belong inside a transaction. */
export class Executions {
  readonly #ground: Ground;

  constructor(ground: Ground) {
    this.#ground = ground;
  }

  byId(id: number): Execution | undefined {
    return this.#ground.store.get<Execution>('SELECT * FROM states_execution WHERE id = ?', id);
  }

  find({ machine, name }: ExecutionKey): Execution | undefined {
    const sql = 'SELECT * FROM states_execution WHERE machine = ? AND name = ?';
    return this.#ground.store.get<Execution>(sql, machine, name);
  }

  /** @throws AwsError ExecutionDoesNotExist */
  get(key: ExecutionKey): Execution {
    const execution = this.find(key);
    if (execution !== undefined) return execution;
    const arn = executionArn(this.#ground.place, key);
    throw new AwsError('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`);
  }

  list({ machine, status, before, limit }: ExecutionQuery): readonly Execution[] {
    const { store } = this.#ground;
    const ofMachine = 'SELECT * FROM states_execution WHERE machine = ?';
    const page = 'AND id < ? ORDER BY id DESC LIMIT ?';
    return status === undefined
      ? store.all<Execution>(`${ofMachine} ${page}`, machine, before, limit)
      : store.all<Execution>(`${ofMachine} AND status = ? ${page}`, machine, status, before, limit);
  }

  insert(execution: NewExecution): Execution {
    const { machine, name, revision, input, trace_header, started_at, timeout_at } = execution;
    const sql = `INSERT INTO states_execution
      (machine, name, revision, status, input, trace_header, started_at, timeout_at)
      VALUES (?, ?, ?, 'RUNNING', ?, ?, ?, ?)`;
    const { store } = this.#ground;
    const { lastId } = store.run(sql, machine, name, revision, input, trace_header, started_at, timeout_at);
    return { ...execution, ...open, id: lastId, redrives: 0, redriven_at: null };
  }

  end(execution: Execution, { status, output, error, cause }: Ending): Execution {
    const result = { output: output ?? null, error: error ?? null, cause: cause ?? null };
    const stopped_at = this.#ground.clock.now();
    return this.#update({ ...execution, status, ...result, stopped_at, timeout_at: null });
  }

  /** Open again, for RedriveExecution. */
  reopen(execution: Execution, timeout_at: number | null): Execution {
    const redriven_at = this.#ground.clock.now();
    const redrives = execution.redrives + 1;
    return this.#update({ ...execution, ...open, timeout_at, redrives, redriven_at });
  }

  #update(execution: Execution): Execution {
    const { status, output, error, cause, stopped_at, timeout_at, redrives, redriven_at, id } = execution;
    const sql = `UPDATE states_execution SET status = ?, output = ?, error = ?, cause = ?, stopped_at = ?,
      timeout_at = ?, redrives = ?, redriven_at = ? WHERE id = ?`;
    const { store } = this.#ground;
    store.run(sql, status, output, error, cause, stopped_at, timeout_at, redrives, redriven_at, id);
    return execution;
  }

  /** Forgets at most `limit` executions that closed 90 days ago; gives how many. */
  trim(limit: number): number {
    const { store, clock } = this.#ground;
    const old = 'SELECT id FROM states_execution WHERE stopped_at < ? LIMIT ?';
    const gone = store.all<{ id: number }>(old, clock.now() - retentionMs, limit);
    for (const { id } of gone) this.remove(id);
    return gone.length;
  }

  isAnyOpen(machine: string): boolean {
    const sql = `SELECT 1 FROM states_execution WHERE machine = ? AND status = 'RUNNING'`;
    return this.#ground.store.get(sql, machine) !== undefined;
  }

  removeAll(machine: string): void {
    const sql = 'SELECT id FROM states_execution WHERE machine = ?';
    for (const { id } of this.#ground.store.all<{ id: number }>(sql, machine)) this.remove(id);
  }

  remove(id: number): void {
    const { store } = this.#ground;
    deleteEvents(store, id);
    store.run('DELETE FROM states_frame WHERE execution = ?', id);
    store.run('DELETE FROM states_execution WHERE id = ?', id);
  }
}
