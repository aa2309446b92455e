import { AwsError, DefectError } from '../kernel/errors.ts';
import type { Ground } from '../kernel/ground.ts';
import { parseDefinition } from './asl/parse-definition.ts';
import type { Program } from './asl/parse-definition.ts';
import type { LoggingConfiguration } from './logging.ts';
import { machineArn } from './names.ts';

/** What a state machine is made of; a change of it makes a new revision. */
export interface MachineSpec {
  readonly name: string;
  readonly definition: string;
  readonly roleArn: string;
  readonly logging: LoggingConfiguration;
  readonly isTraced: boolean;
}

/** What an execution runs under. */
export interface Revision extends MachineSpec {
  readonly id: number;
  /** As DescribeStateMachine tells it. */
  readonly revisionId: string;
}

/** A state machine at its newest revision. */
export interface StoredMachine {
  readonly revision: Revision;
  readonly status: 'ACTIVE' | 'DELETING';
  readonly createdAt: number;
}

type MachineRow = Omit<StoredMachine, 'revision'> & { readonly revision: number };
type RevisionRow = Omit<Revision, 'logging' | 'isTraced'> & { logging: string; tracing: number };
const selectRevision = `SELECT id, machine AS name, revision_id AS revisionId, definition, role_arn AS roleArn, logging, tracing
  FROM states_revision WHERE id = ?`;

/** The state machines of the account; all writes belong inside a transaction. */
export class Machines {
  readonly #ground: Ground;
  readonly #revisions = new Map<string, Revision>();
  readonly #programs = new Map<string, Program>();

  constructor(ground: Ground) {
    this.#ground = ground;
  }

  find(name: string): StoredMachine | undefined {
    const sql = 'SELECT revision, status, created_at AS createdAt FROM states_machine WHERE name = ?';
    const row = this.#ground.store.get<MachineRow>(sql, name);
    return row === undefined ? undefined : { ...row, revision: this.revision(row.revision) };
  }

  /** By name. */
  list(): readonly { readonly name: string; readonly createdAt: number }[] {
    return this.#ground.store.all('SELECT name, created_at AS createdAt FROM states_machine ORDER BY name');
  }

  /** @throws AwsError StateMachineDoesNotExist */
  get(name: string): StoredMachine {
    const machine = this.find(name);
    if (machine !== undefined) return machine;
    const arn = machineArn(this.#ground.place, name);
    throw new AwsError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${arn}'`);
  }

  /**
   * Creates a machine or gives it a new revision where something changed.
   * @throws AwsError InvalidDefinition, AccessDeniedException where its role does not trust the service
   */
  save(spec: MachineSpec): StoredMachine {
    const { store, clock, random, trusts } = this.#ground;
    programOf(spec.definition);
    if (!trusts(spec.roleArn, 'states.amazonaws.com')) throw notAssumable();
    const known = this.find(spec.name);
    if (known?.status === 'ACTIVE' && isSame(known.revision, spec)) return known;
    const { lastId } = store.run(
      `INSERT INTO states_revision (machine, revision_id, definition, role_arn, logging, tracing, created_at)
       VALUES (?, ?, ?, ?, ?, ?, ?)`,
      ...[spec.name, random.uuid(), spec.definition, spec.roleArn, JSON.stringify(spec.logging)],
      ...[Number(spec.isTraced), clock.now()],
    );
    store.run(
      `INSERT INTO states_machine (name, revision, status, created_at) VALUES (?, ?, 'ACTIVE', ?)
       ON CONFLICT (name) DO UPDATE SET revision = excluded.revision, status = 'ACTIVE'`,
      ...[spec.name, lastId, clock.now()],
    );
    return this.get(spec.name);
  }

  /** Takes no further executions; goes away with its last open one. */
  remove(name: string): void {
    this.#ground.store.run(`UPDATE states_machine SET status = 'DELETING' WHERE name = ?`, name);
    this.removeIfOver(name);
  }

  /** Deletes a machine that is being deleted once its last execution has ended, with all that is known of it. */
  removeIfOver(name: string): void {
    const { store } = this.#ground;
    const sql = `SELECT 1 FROM states_machine WHERE name = ? AND status = 'DELETING' AND NOT EXISTS
      (SELECT 1 FROM states_execution WHERE machine = states_machine.name AND status = 'RUNNING')`;
    if (store.get(sql, name) === undefined) return;
    const ids = '(SELECT id FROM states_execution WHERE machine = ?)';
    store.run(`DELETE FROM states_history WHERE id / 32768 IN ${ids}`, name);
    store.run(`DELETE FROM states_frame WHERE execution IN ${ids}`, name);
    store.run('DELETE FROM states_execution WHERE machine = ?', name);
    store.run('DELETE FROM states_revision WHERE machine = ?', name);
    store.run('DELETE FROM states_machine WHERE name = ?', name);
  }

  /** A revision by its row. Remembered by its random id: a row id is given again after a rolled back transaction. */
  revision(id: number): Revision {
    const { store } = this.#ground;
    const { revisionId = '' } =
      store.get<Partial<Revision>>(
        'SELECT revision_id AS revisionId FROM states_revision WHERE id = ?',
        id,
      ) ?? {};
    let known = this.#revisions.get(revisionId);
    if (known !== undefined) return known;
    const row = store.get<RevisionRow>(selectRevision, id);
    if (row === undefined) throw new DefectError(`the revision ${String(id)} of a state machine is gone`);
    const { logging, tracing, ...others } = row;
    known = { ...others, isTraced: tracing !== 0, logging: JSON.parse(logging) as LoggingConfiguration }; // as `save` wrote it
    this.#revisions.set(revisionId, known);
    return known;
  }

  /** A revision's definition, understood; remembered. */
  program({ revisionId: id, definition }: Revision): Program {
    let program = this.#programs.get(id);
    if (program === undefined) this.#programs.set(id, (program = programOf(definition)));
    return program;
  }
}

/** @throws AwsError StateMachineDeleting for a machine that only finishes what it began */
export function checkActive({ status }: StoredMachine, arn: string): void {
  if (status === 'DELETING')
    throw new AwsError('StateMachineDeleting', `State Machine is being deleted: '${arn}'`);
}

/** Whether two machines would run alike. */
export function isSame(a: MachineSpec, b: MachineSpec): boolean {
  return (
    a.definition === b.definition &&
    a.roleArn === b.roleArn &&
    a.isTraced === b.isTraced &&
    JSON.stringify(a.logging) === JSON.stringify(b.logging)
  );
}

function programOf(definition: string): Program {
  const parsed = parseDefinition(definition);
  if ('program' in parsed) return parsed.program;
  const problems = parsed.problems.map(
    ({ code, message, location }) => `${code}: ${message}${location === '' ? '' : ` at ${location}`}`,
  );
  throw new AwsError('InvalidDefinition', `Invalid State Machine Definition: '${problems.join(', ')}'`);
}

function notAssumable(): AwsError {
  const message =
    'Neither the global service principal states.amazonaws.com, nor the regional one is authorized to assume the provided role.';
  return new AwsError('AccessDeniedException', message);
}
